package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.PeriodEnd;
import io.os199.cs.api.tools.communication.CommunityInput.Action;
import io.os199.cs.api.tools.communication.CommunityInput.Activity;
import io.os199.cs.communication.model.Moderation;
import io.os199.cs.core.model.Tags;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Faults of {@code manage_community} arguments beyond those of single ones. */
final class CommunityFaults {
    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_DAYS = 366;

    private final CommunityInput input;
    private final Set<String> unread;
    private final Instant now;
    private final List<Fault> faults = new ArrayList<>();

    private CommunityFaults(CommunityInput input, Set<String> unread, Instant now) {
        this.input = input;
        this.unread = unread;
        this.now = now;
    }

    static List<Fault> of(CommunityInput input, Set<String> unread, Instant now) {
        CommunityFaults found = new CommunityFaults(input, unread, now);
        if (!unread.contains("action")) {
            found.between(input.action());
        }
        found.texts();
        return found.faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    private void between(Action action) {
        switch (action) {
            case POST_CONTENT -> saying("post_content");
            case RECORD_ACTIVITY -> recording();
            case MODERATE -> moderating();
            case LIST_POSTS -> listing();
            case GET_ANALYTICS -> period();
            case CREATE_COMMUNITY,
                    ADD_MEMBER,
                    GET_MEMBER_PROFILE,
                    LIST_MEMBERS,
                    LIST_COMMUNITIES -> {
                // Their arguments do not depend on each other.
            }
        }
    }

    private void saying(String action) {
        if (unread.contains("post_kind") || unread.contains("post_id")) {
            return;
        }
        String kind = WireName.of(input.kind());
        if (input.kind().isReply() && input.postId() == null) {
            missing("post_id", "%s of a %s".formatted(action, kind), "the post it is said to");
        } else if (!input.kind().isReply() && input.postId() != null) {
            unused("post_id", "a %s is said to no other post".formatted(kind));
        }
    }

    private void recording() {
        Instant at = input.occurredAt();
        if (at != null && at.isAfter(now)) {
            faults.add(
                    new Fault(
                            "occurred_at",
                            "occurred_at %s is later than now".formatted(at),
                            now + " or before"));
        }
        Activity activity = input.activity();
        if (activity == null) {
            return;
        }
        if (activity == Activity.POST) {
            if (input.content() == null) {
                missing("content", "activity post", "what the member wrote");
            }
            saying("record_activity");
            return;
        }
        String because =
                "activity %s is about a post that there is".formatted(WireName.of(activity));
        if (input.postId() == null) {
            missing("post_id", "activity " + WireName.of(activity), "the post it is about");
        }
        unusedIfSent("title", input.title(), because);
        unusedIfSent("content", input.content(), because);
        unusedIfSent("tags", input.tags(), because);
        unusedIfSent("post_kind", input.postKind(), because);
        unusedIfSent("external_id", input.externalId(), because);
    }

    private void moderating() {
        if (unread.contains("moderate_action")) {
            return;
        }
        Moderation moderation = input.moderateAction().moderation().orElse(null);
        if (moderation == null) {
            String because = "moderate_action list_queue only looks";
            unusedIfSent("post_id", input.postId(), because);
            unusedIfSent("reason", input.reason(), because);
            unusedIfSent("confirmation_token", input.confirmationToken(), because);
            unusedIfSent("idempotency_key", input.idempotencyKey(), because);
            if (input.dryRun()) {
                unused("dry_run", because);
            }
            return;
        }
        String action = "moderate_action " + WireName.of(moderation);
        if (input.postId() == null) {
            missing("post_id", action, "the post that is moderated");
        }
        if (moderation.needsReason() && input.reason() == null) {
            missing("reason", action, "why, for colleagues");
        } else if (!moderation.needsReason()) {
            unusedIfSent("reason", input.reason(), action + " needs none");
        }
        unusedIfSent("cursor", input.cursor(), action + " is no list");
        if (input.limit() != CommunityInput.USUAL_LIMIT) {
            unused("limit", action + " is no list");
        }
    }

    private void listing() {
        if (input.communityName() == null && input.postId() == null) {
            missing("community_name", "list_posts", "a community, or post_id for one post");
        }
        if (input.postId() == null) {
            period();
        } else {
            String because = "with post_id all replies are listed";
            unusedIfSent("period_start", input.periodStart(), because);
            unusedIfSent("period_end", input.periodEnd(), because);
        }
    }

    private void period() {
        if (unread.contains("period_start") || unread.contains("period_end")) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate start = input.start(today);
        LocalDate end = input.end(today);
        faults.addAll(PeriodEnd.faults(end, today));
        long days = ChronoUnit.DAYS.between(start, end);
        if (days < 1 || days > MOST_DAYS) {
            faults.add(
                    new Fault(
                            "period_start",
                            "the period from period_start %s to period_end %s has %d days"
                                    .formatted(start, end, days),
                            "1 to %d days, period_start before period_end".formatted(MOST_DAYS)));
        }
    }

    private void texts() {
        visible("community_name", input.communityName());
        visible("user_name", input.userName());
        visible("title", input.title());
        visible("content", input.content());
        visible("reason", input.reason());
        visible("external_id", input.externalId());
        PlainLine.check("community_name", input.communityName(), faults);
        PlainLine.check("member_id", input.memberId(), faults);
        PlainLine.check("post_id", input.postId(), faults);
        PlainLine.check("external_id", input.externalId(), faults);
        List<String> tags = input.tags();
        if (tags != null) {
            for (int place = 0; place < tags.size(); place++) {
                if (Tags.clean(List.of(tags.get(place))).isEmpty()) {
                    String field = "tags[%d]".formatted(place);
                    faults.add(
                            new Fault(
                                    field,
                                    field + " has no letter or digit",
                                    "a tag of a-z, 0-9, _ and -"));
                }
            }
        }
    }

    private void missing(String field, String needing, String expected) {
        faults.add(
                new Fault(
                        field,
                        "%s needs %s; send %s".formatted(needing, field, expected),
                        expected));
    }

    private void unusedIfSent(String field, @Nullable Object sent, String because) {
        if (sent != null) {
            unused(field, because);
        }
    }

    private void unused(String field, String because) {
        faults.add(
                new Fault(
                        field,
                        "%s is not used: %s; leave it out".formatted(field, because),
                        "absent"));
    }

    private void visible(String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, LONGEST_TEXT).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }
}
