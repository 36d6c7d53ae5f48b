package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.communication.community.NewPost;
import io.os199.cs.communication.model.CommunityType;
import io.os199.cs.communication.model.Moderation;
import io.os199.cs.communication.model.PostKind;
import io.os199.cs.core.model.Tags;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The parameters of {@code manage_community}. */
public record CommunityInput(
        Action action,
        @Nullable
                @Actions(
                        value = {
                            "create_community",
                            "add_member",
                            "list_members",
                            "post_content",
                            "list_posts",
                            "record_activity",
                            "get_analytics",
                            "moderate"
                        },
                        requiredBy = {
                            "create_community",
                            "add_member",
                            "list_members",
                            "post_content",
                            "get_analytics"
                        })
                @Size(min = 1, max = 80)
                String communityName,
        @Nullable @Actions(value = "create_community", requiredBy = "create_community")
                CommunityType communityType,
        @Nullable @Actions("create_community") Boolean isPrivate,
        @Nullable
                @Actions(
                        value = {"add_member", "list_members"},
                        requiredBy = "add_member")
                @Size(min = 1, max = 200)
                String clientId,
        @Nullable @Actions(value = "add_member", requiredBy = "add_member") @Email @Size(max = 254)
                String userEmail,
        @Nullable @Actions("add_member") @Size(min = 1, max = 120) String userName,
        @Nullable
                @Actions(
                        value = {"get_member_profile", "record_activity"},
                        requiredBy = {"get_member_profile", "record_activity"})
                @Size(min = 1, max = 60)
                String memberId,
        @Nullable @Actions({"post_content", "record_activity"}) @Size(min = 1, max = 200)
                String title,
        @Nullable
                @Actions(
                        value = {"post_content", "record_activity"},
                        requiredBy = "post_content")
                @Size(min = 1, max = 20_000)
                String content,
        @Nullable @Actions({"post_content", "record_activity"}) @Size(max = 10)
                List<@Size(min = 1, max = 50) String> tags,
        @Nullable @Actions({"post_content", "record_activity"}) PostKind postKind,
        @Nullable @Actions(value = "record_activity", requiredBy = "record_activity")
                Activity activity,
        @Nullable
                @Actions({"post_content", "record_activity", "list_posts", "moderate"})
                @Size(min = 1, max = 60)
                String postId,
        @Nullable @Actions("record_activity") Instant occurredAt,
        @Default(value = "list_queue", listed = false) @Actions("moderate")
                ModerateAction moderateAction,
        @Nullable @Actions("moderate") @Size(min = 1, max = 500) String reason,
        @Nullable @Actions("record_activity") @Size(min = 1, max = 100) String externalId,
        @Nullable @Actions({"get_analytics", "list_posts"}) LocalDate periodStart,
        @Nullable @Actions({"get_analytics", "list_posts"}) LocalDate periodEnd,
        @Default(value = "50", listed = false)
                @Actions({"list_members", "list_communities", "list_posts", "moderate"})
                @Min(1)
                @Max(200)
                int limit,
        @Nullable
                @Actions({"list_members", "list_communities", "list_posts", "moderate"})
                @Size(max = Cursors.LONGEST)
                String cursor,
        @Default(value = "false", listed = false) @Actions({"post_content", "moderate"})
                boolean dryRun,
        @Nullable @Actions({"post_content", "moderate"}) @Size(max = 400) String confirmationToken,
        @Nullable
                @Actions({
                    "create_community",
                    "add_member",
                    "post_content",
                    "record_activity",
                    "moderate"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    /** The default number of entries on a page. */
    static final int USUAL_LIMIT = 50;

    private static final int USUAL_DAYS = 30;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_CONTENT = 20_000;
    private static final int LONGEST_REASON = 500;

    /** The action to perform. */
    public enum Action {
        CREATE_COMMUNITY,
        ADD_MEMBER,
        GET_MEMBER_PROFILE,
        LIST_MEMBERS,
        LIST_COMMUNITIES,
        POST_CONTENT,
        LIST_POSTS,
        RECORD_ACTIVITY,
        GET_ANALYTICS,
        MODERATE
    }

    /** An activity of a member. */
    public enum Activity {
        POST,
        HELPFUL_VOTE,
        ACCEPT_ANSWER
    }

    /** An action of a moderator, or a look at the queue. */
    public enum ModerateAction {
        LIST_QUEUE,
        FLAG,
        APPROVE,
        REMOVE,
        RESTORE;

        /** The corresponding moderation; empty for a look at the queue. */
        Optional<Moderation> moderation() {
            return this == LIST_QUEUE
                    ? Optional.empty()
                    : Optional.of((Moderation) WireName.parse(Moderation.class, WireName.of(this)));
        }
    }

    /** Whether it only reads. */
    boolean isReading() {
        return switch (action) {
            case GET_MEMBER_PROFILE, LIST_MEMBERS, LIST_COMMUNITIES, LIST_POSTS, GET_ANALYTICS ->
                    true;
            case MODERATE -> moderateAction == ModerateAction.LIST_QUEUE;
            case CREATE_COMMUNITY, ADD_MEMBER, POST_CONTENT, RECORD_ACTIVITY -> false;
        };
    }

    LocalDate start(LocalDate today) {
        return periodStart == null ? end(today).minusDays(USUAL_DAYS) : periodStart;
    }

    LocalDate end(LocalDate today) {
        return periodEnd == null ? today.plusDays(1) : periodEnd;
    }

    String name() {
        return UntrustedText.name(Objects.requireNonNull(communityName));
    }

    boolean privacy() {
        return isPrivate == null
                ? Objects.requireNonNull(communityType).isUsuallyPrivate()
                : isPrivate;
    }

    String email() {
        return Objects.requireNonNull(userEmail).strip().toLowerCase(Locale.ROOT);
    }

    @Nullable String shownUserName() {
        return userName == null ? null : UntrustedText.name(userName);
    }

    PostKind kind() {
        return Objects.requireNonNullElse(postKind, PostKind.POST);
    }

    NewPost post() {
        return new NewPost(
                kind(),
                title == null
                        ? null
                        : UntrustedText.of(title.replaceAll("\\s+", " "), LONGEST_TITLE).text(),
                UntrustedText.of(Objects.requireNonNull(content), LONGEST_CONTENT).text(),
                tags == null ? List.of() : Tags.clean(tags),
                postId);
    }

    @Nullable String shownReason() {
        return reason == null
                ? null
                : UntrustedText.of(reason.replaceAll("\\s+", " "), LONGEST_REASON).text();
    }
}
