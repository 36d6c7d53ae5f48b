package io.os199.cs.feedback.voice.roadmap;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.close.LoopClosing;
import io.os199.cs.feedback.voice.roadmap.RoadmapDao.Behind;
import io.os199.cs.feedback.voice.roadmap.RoadmapDao.InternalName;
import io.os199.cs.feedback.voice.roadmap.RoadmapDao.Moved;
import io.os199.cs.feedback.voice.roadmap.RoadmapUpdate.Item;
import io.os199.cs.feedback.voice.roadmap.RoadmapUpdate.Suggested;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one way to change the roadmap: updates the item, moves the feedback behind it forward with it, and writes the
 * timelines, the audit log and the cached answers, in the caller's transaction.
 */
public final class Roadmap {
    private static final String TOOL = "manage_voice_of_customer";
    private static final int MOST_SUGGESTED = 10;
    private static final int LONGEST_DESCRIPTION = 2_000;

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Roadmap(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * The result of a change to an item.
     *
     * @param reachesCustomers whether it changes what customers see in their portals
     */
    public record Changed(RoadmapUpdate update, boolean reachesCustomers) {}

    /** Changes an item or adds one; where that is not possible, nothing is changed. */
    public Answer<Changed> change(Transaction tx, RoadmapChange change, Actor actor, Instant now) {
        RoadmapDao dao = tx.dao(RoadmapDao.class);
        RoadmapItem before = null;
        if (change.itemId() != null) {
            before = dao.lock(change.itemId()).orElse(null);
            Refusal refusal = before == null ? unknown() : refusal(before, change);
            if (refusal != null) {
                return Answer.refused(refusal);
            }
        }
        String[] ids = change.feedbackIds().toArray(String[]::new);
        Refusal missing =
                LoopClosing.unknownFeedback(change.feedbackIds(), new HashSet<>(dao.known(ids)));
        if (missing != null) {
            return Answer.refused(missing);
        }
        RoadmapItem item = changed(before, change, now);
        dao.save(item, now);
        int linked = dao.link(item.itemId(), ids, actor.principal(), now);
        boolean reaches = shown(before) != shown(item) || (shown(item) && !isSame(before, item));
        boolean saysAnew = shown(before) != shown(item) || !saysTheSame(before, item);
        if (shown(item) && (saysAnew || linked > 0)) {
            InternalName name = dao.internalName(item).orElse(null);
            if (name != null) {
                return Answer.refused(namesSomebody(name));
            }
        }
        List<Moved> moved = move(dao, item, now);
        finish(tx, item, before == null, moved, actor, now);
        if (reaches) {
            answers.everythingChanged(tx);
        }
        return Answer.of(new Changed(update(dao, item, moved.size(), linked, now), reaches));
    }

    private static @Nullable Refusal refusal(RoadmapItem item, RoadmapChange change) {
        int version = Objects.requireNonNull(change.version());
        if (version != item.version()) {
            return Refusal.stale("the item", version, item.version(), WireName.of(item.status()));
        }
        RoadmapStatus to = change.status();
        if (to != null && to != item.status() && !item.status().mayBecome(to)) {
            String next =
                    Stream.of(RoadmapStatus.values())
                            .filter(item.status()::mayBecome)
                            .map(WireName::of)
                            .collect(Collectors.joining(" or "));
            return Refusal.failedPrecondition(
                            "an item that is %s cannot become %s; %s"
                                    .formatted(
                                            WireName.of(item.status()),
                                            WireName.of(to),
                                            next.isEmpty() ? "send a new item" : "send " + next))
                    .field("roadmap_status")
                    .expected(next.isEmpty() ? "a new item; this one is decided" : next);
        }
        return null;
    }

    private static RoadmapItem changed(
            @Nullable RoadmapItem before, RoadmapChange change, Instant now) {
        RoadmapStatus status =
                change.status() != null
                        ? change.status()
                        : before == null ? RoadmapStatus.CONSIDERING : before.status();
        Instant published = before == null ? null : before.publishedAt();
        LocalDate shipped = before == null ? null : before.shippedOn();
        return new RoadmapItem(
                before == null ? TypeId.next("roadmap") : before.itemId(),
                change.title() != null
                        ? UntrustedText.name(change.title())
                        : Objects.requireNonNull(before).title(),
                change.description() != null
                        ? UntrustedText.of(change.description(), LONGEST_DESCRIPTION).text()
                        : before == null ? null : before.description(),
                status,
                change.targetPeriod() != null
                        ? UntrustedText.name(change.targetPeriod())
                        : before == null ? null : before.targetPeriod(),
                change.publish() == null
                        ? published
                        : !change.publish() ? null : published == null ? now : published,
                status != RoadmapStatus.SHIPPED
                        ? null
                        : shipped == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : shipped,
                before == null ? 1 : before.version() + 1);
    }

    private static boolean shown(@Nullable RoadmapItem item) {
        return item != null && item.publishedAt() != null;
    }

    private static boolean isSame(@Nullable RoadmapItem before, RoadmapItem after) {
        return before != null && saysTheSame(before, after) && before.status() == after.status();
    }

    private static boolean saysTheSame(@Nullable RoadmapItem before, RoadmapItem after) {
        return before != null
                && before.title().equals(after.title())
                && Objects.equals(before.description(), after.description())
                && Objects.equals(before.targetPeriod(), after.targetPeriod());
    }

    private static List<Moved> move(RoadmapDao dao, RoadmapItem item, Instant now) {
        FeedbackStatus to = item.status().ofFeedback();
        List<String> from = to.before().stream().map(WireName::of).toList();
        return dao.move(item.itemId(), from, to, to == FeedbackStatus.TRIAGED ? null : now, now);
    }

    private static RoadmapUpdate update(
            RoadmapDao dao, RoadmapItem item, int moved, int linked, Instant now) {
        dao.findOnlyAlike();
        Behind behind = dao.behind(item.itemId(), LocalDate.ofInstant(now, ZoneOffset.UTC));
        return new RoadmapUpdate(
                new Item(
                        item.itemId(),
                        item.version(),
                        item.title(),
                        item.description(),
                        item.status(),
                        item.targetPeriod(),
                        behind.feedbackCount(),
                        behind.clientCount(),
                        Rounded.amount(behind.arrAmount()),
                        item.shippedOn(),
                        item.publishedAt()),
                moved,
                linked,
                dao.alike(item.itemId(), item.title(), MOST_SUGGESTED).stream()
                        .map(
                                each ->
                                        new Suggested(
                                                each.feedbackId(), Rounded.rate(each.similarity())))
                        .toList());
    }

    private void finish(
            Transaction tx,
            RoadmapItem item,
            boolean isNew,
            List<Moved> moved,
            Actor actor,
            Instant now) {
        Map<String, Long> byClient =
                moved.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Moved::clientId, TreeMap::new, Collectors.counting()));
        List<TimelineEvent> events = new ArrayList<>();
        byClient.forEach(
                (clientId, count) ->
                        events.add(
                                new TimelineEvent(
                                        clientId,
                                        now,
                                        timeline.newId(),
                                        EventType.FEEDBACK,
                                        "Feedback moved with the roadmap",
                                        Map.of(
                                                "status",
                                                item.status().ofFeedback(),
                                                "feedback_count",
                                                count),
                                        Impact.NEUTRAL,
                                        false,
                                        actor.principal(),
                                        TOOL,
                                        item.itemId())));
        timeline.record(tx, events);
        answers.changedAll(tx, List.copyOf(byClient.keySet()));
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        isNew ? "add roadmap item" : "update roadmap item",
                        Stream.concat(
                                        Stream.of(item.itemId()),
                                        moved.stream().map(Moved::feedbackId))
                                .toList()));
    }

    private static Refusal unknown() {
        return Refusal.notFound("roadmap_item_id", "no item has this roadmap_item_id")
                .expected("a roadmap_item_id, or none and a title for a new item");
    }

    /** Refuses without repeating the name, which may be a person's; it only says whose it is. */
    private static Refusal namesSomebody(InternalName name) {
        String whose =
                switch (name.kind()) {
                    case "customer" -> "the customer " + name.clientId();
                    case "contact" -> "a contact of the customer " + name.clientId();
                    default -> "a colleague";
                };
        return Refusal.failedPrecondition(
                        "%s names %s, which customers would read".formatted(name.field(), whose))
                .field("publish")
                .expected("a %s without that name, or publish false".formatted(name.field()));
    }
}
