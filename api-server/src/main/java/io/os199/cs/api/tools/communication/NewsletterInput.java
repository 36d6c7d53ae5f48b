package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.ReadInParts;
import io.os199.cs.api.tool.UnlistedWords;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.communication.model.SectionType;
import io.os199.cs.communication.newsletter.EditionChange;
import io.os199.cs.communication.newsletter.NewEdition;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The parameters of {@code automate_newsletters}. */
public record NewsletterInput(
        Action action,
        @Nullable
                @Actions(value = "create_newsletter", requiredBy = "create_newsletter")
                @Size(min = 1, max = 120)
                String newsletterName,
        @Nullable @Actions("create_newsletter") @Min(1) Integer editionNumber,
        @Nullable
                @Actions(
                        value = {"create_newsletter", "update_newsletter"},
                        requiredBy = "create_newsletter")
                @Size(min = 1, max = 200)
                String subjectLine,
        @Nullable @Actions({"create_newsletter", "update_newsletter"}) @Size(max = 150)
                String previewText,
        @Nullable
                @Actions(
                        value = {"create_newsletter", "update_newsletter"},
                        requiredBy = "create_newsletter")
                @Size(min = 1, max = 20)
                @ReadInParts
                List<Section> sections,
        @Nullable @Actions(value = "schedule_newsletter", requiredBy = "schedule_newsletter")
                Instant scheduledSend,
        @Nullable @Actions({"create_newsletter", "update_newsletter"}) @Size(max = 4) @UnlistedWords
                List<Tier> targetTiers,
        @Nullable @Actions({"create_newsletter", "update_newsletter"}) @Size(max = 500)
                List<@Size(min = 1, max = 200) String> excludeClientIds,
        @Nullable @Actions({"create_newsletter", "update_newsletter"}) @UnlistedWords
                Pattern recurrencePattern,
        @Nullable
                @Actions(
                        value = {
                            "update_newsletter",
                            "schedule_newsletter",
                            "cancel_newsletter",
                            "send_test",
                            "get_newsletter",
                            "track_performance"
                        },
                        requiredBy = {
                            "update_newsletter",
                            "schedule_newsletter",
                            "cancel_newsletter",
                            "send_test",
                            "get_newsletter",
                            "track_performance"
                        })
                @Size(min = 1, max = 60)
                String newsletterId,
        @Nullable
                @Actions(
                        value = {
                            "update_newsletter",
                            "schedule_newsletter",
                            "cancel_newsletter",
                            "send_test"
                        },
                        requiredBy = "update_newsletter")
                @Min(1)
                Integer version,
        @Nullable
                @Actions(value = "manage_subscriptions", requiredBy = "manage_subscriptions")
                @Size(min = 1, max = 200)
                String clientId,
        @Nullable @Actions("manage_subscriptions") @Size(min = 3, max = 254) String contactEmail,
        @Default(value = "get_status", listed = false)
                @Actions("manage_subscriptions")
                @UnlistedWords
                SubscriptionAction subscriptionAction,
        @Nullable @Actions("manage_subscriptions") @Size(min = 3, max = 200) String consentSource,
        @Nullable @Actions("list_newsletters") @UnlistedWords NewsletterStatus status,
        @Default(value = "50", listed = false) @Actions("list_newsletters") @Min(1) @Max(200)
                int limit,
        @Nullable @Actions("list_newsletters") @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false)
                @Actions({
                    "schedule_newsletter",
                    "cancel_newsletter",
                    "send_test",
                    "manage_subscriptions"
                })
                boolean dryRun,
        @Nullable
                @Actions({
                    "schedule_newsletter",
                    "cancel_newsletter",
                    "send_test",
                    "manage_subscriptions"
                })
                @Size(max = 400)
                String confirmationToken,
        @Nullable
                @Actions({
                    "create_newsletter",
                    "update_newsletter",
                    "schedule_newsletter",
                    "cancel_newsletter",
                    "send_test",
                    "manage_subscriptions"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {

    static final int USUAL_LIMIT = 50;

    /** The action to perform. */
    public enum Action {
        CREATE_NEWSLETTER,
        UPDATE_NEWSLETTER,
        SCHEDULE_NEWSLETTER,
        CANCEL_NEWSLETTER,
        SEND_TEST,
        GET_NEWSLETTER,
        TRACK_PERFORMANCE,
        LIST_NEWSLETTERS,
        MANAGE_SUBSCRIPTIONS
    }

    /** The action on subscriptions. */
    public enum SubscriptionAction {
        SUBSCRIBE,
        UNSUBSCRIBE,
        GET_STATUS
    }

    /** How often a new edition is due. */
    public enum Pattern {
        WEEKLY,
        MONTHLY,
        QUARTERLY,
        /** No further editions, which ends a series. */
        ONCE;

        private @Nullable Recurrence recurrence() {
            return switch (this) {
                case WEEKLY -> Recurrence.WEEKLY;
                case MONTHLY -> Recurrence.MONTHLY;
                case QUARTERLY -> Recurrence.QUARTERLY;
                case ONCE -> null;
            };
        }
    }

    /** A section as sent. */
    public record Section(
            @Default(value = "custom", listed = false) @UnlistedWords SectionType type,
            @Nullable @Size(min = 1, max = 200) String title,
            @Nullable @Size(max = 10_000) String content,
            @Nullable @Size(min = 1, max = 500) String linkUrl,
            @Nullable @Size(min = 1, max = 200) String linkText) {
        NewsletterSection toSection() {
            return new NewsletterSection(
                    type,
                    UntrustedText.name(Objects.requireNonNull(title)),
                    Objects.requireNonNullElse(content, "").strip(),
                    linkUrl,
                    linkText == null ? null : UntrustedText.name(linkText));
        }
    }

    NewEdition toEdition(List<String> excludedClientIds) {
        String shown = previewText;
        return new NewEdition(
                UntrustedText.name(Objects.requireNonNull(newsletterName)),
                editionNumber,
                Objects.requireNonNull(subjectLine).strip(),
                shown == null || shown.isBlank() ? null : shown.strip(),
                all(sections).stream().map(Section::toSection).toList(),
                targetTiers,
                excludedClientIds,
                recurrencePattern == null ? null : recurrencePattern.recurrence());
    }

    EditionChange toChange(List<String> excluded) {
        return new EditionChange(
                subjectLine == null ? null : subjectLine.strip(),
                previewText == null ? null : previewText.strip(),
                sections == null ? null : sections.stream().map(Section::toSection).toList(),
                targetTiers,
                excludeClientIds == null ? null : excluded,
                recurrencePattern != null,
                recurrencePattern == null ? null : recurrencePattern.recurrence());
    }

    /** The edition named, for actions that require one. */
    String edition() {
        return Objects.requireNonNull(newsletterId);
    }

    private static <T> List<T> all(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
