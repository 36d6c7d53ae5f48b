package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.insight.InsightDecision;
import io.os199.cs.feedback.insight.NewInsight;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.feedback.model.InsightType;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The parameters of {@code share_product_insights}. */
public record InsightInput(
        @Default(value = "share", listed = false)
                @Doc(
                        "share needs insight_type, title, description, supporting_feedback_ids,"
                                + " priority; update insight_id, version, status")
                Action action,
        @Nullable @Actions(value = "share", requiredBy = "share") InsightType insightType,
        @Nullable @Actions(value = "share", requiredBy = "share") @Size(min = 1, max = 200)
                String title,
        @Nullable
                @Actions(value = "share", requiredBy = "share")
                @Size(min = 1, max = LONGEST_DESCRIPTION)
                String description,
        @Nullable
                @Actions(
                        value = {"share", "update"},
                        requiredBy = "share")
                @Size(min = 1, max = 200)
                List<@Size(min = 1, max = 60) String> supportingFeedbackIds,
        @Nullable @Actions(value = "share", requiredBy = "share") Severity priority,
        @Nullable @Actions({"share", "update"}) @Size(max = 200)
                List<@Size(min = 1, max = 200) String> affectedClientIds,
        @Nullable @Actions("share") @Size(min = 1, max = LONGEST_TEXT) String customerImpact,
        @Nullable @Actions("share") @Size(min = 1, max = LONGEST_TEXT) String businessImpact,
        @Nullable @Actions("share") @Size(min = 1, max = LONGEST_TEXT) String recommendedAction,
        @Nullable @Actions("share") @Size(max = 20)
                List<@Email @Size(max = 254) String> targetRecipients,
        @Nullable @Actions("share") @Size(max = 10) List<@Size(min = 1, max = 500) String> links,
        @Nullable @Actions("share") LocalDate dueDate,
        @Default(value = "false", listed = false) @Actions("share") boolean includeClientNames,
        @Nullable @Actions(value = "update", requiredBy = "update") @Size(min = 1, max = 60)
                String insightId,
        @Nullable @Actions(value = "update", requiredBy = "update") @Min(1) Integer version,
        @Nullable @Actions(value = "update", requiredBy = "update") Decision status,
        @Nullable @Actions("update") @Size(min = 1, max = LONGEST_TEXT) String resolutionText,
        @Default(value = "false", listed = false) boolean dryRun,
        @Nullable @Actions("share") @Size(max = 400) String confirmationToken,
        @Nullable @Size(min = 1, max = 100) String idempotencyKey) {
    static final int LONGEST_DESCRIPTION = 5_000;
    private static final int LONGEST_TEXT = 2_000;

    /** The action to perform. */
    public enum Action {
        SHARE,
        UPDATE
    }

    /** The decision of the product team. */
    public enum Decision {
        ACKNOWLEDGED,
        ACCEPTED,
        PLANNED,
        SHIPPED,
        DECLINED
    }

    NewInsight toInsight() {
        return new NewInsight(
                Objects.requireNonNull(insightType),
                UntrustedText.name(Objects.requireNonNull(title)),
                Objects.requireNonNull(text(description)),
                names(supportingFeedbackIds),
                names(affectedClientIds),
                Objects.requireNonNull(priority),
                text(customerImpact),
                text(businessImpact),
                text(recommendedAction),
                recipients(),
                links == null ? List.of() : links.stream().map(String::strip).distinct().toList(),
                dueDate,
                includeClientNames);
    }

    InsightDecision toDecision() {
        return new InsightDecision(
                UntrustedText.name(Objects.requireNonNull(insightId)),
                Objects.requireNonNull(version),
                InsightStatus.valueOf(Objects.requireNonNull(status).name()),
                text(resolutionText),
                names(supportingFeedbackIds),
                names(affectedClientIds));
    }

    /** The recipients without duplicates, ignoring case. */
    List<String> recipients() {
        return targetRecipients == null
                ? List.of()
                : targetRecipients.stream()
                        .map(each -> each.strip().toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
    }

    private static List<String> names(@Nullable List<String> sent) {
        return sent == null
                ? List.of()
                : sent.stream().map(UntrustedText::name).distinct().toList();
    }

    private static @Nullable String text(@Nullable String sent) {
        return sent == null ? null : UntrustedText.of(sent, LONGEST_DESCRIPTION).text();
    }
}
