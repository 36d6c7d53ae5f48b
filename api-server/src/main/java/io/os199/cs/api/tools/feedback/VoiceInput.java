package io.os199.cs.api.tools.feedback;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.feedback.model.LoopOutcome;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.close.ClosingOrder;
import io.os199.cs.feedback.voice.roadmap.RoadmapChange;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The parameters of {@code manage_voice_of_customer}. */
public record VoiceInput(
        Action action,
        @Nullable
                @Actions({"create_voc_report", "generate_executive_summary", "track_feedback_loop"})
                @Size(min = 1, max = 200)
                String clientId,
        @Nullable
                @Actions({
                    "create_voc_report",
                    "generate_executive_summary",
                    "track_feedback_loop",
                    "measure_program_effectiveness"
                })
                ReportType reportType,
        @Nullable
                @Actions({
                    "create_voc_report",
                    "generate_executive_summary",
                    "track_feedback_loop",
                    "measure_program_effectiveness"
                })
                LocalDate periodStart,
        @Nullable
                @Actions({
                    "create_voc_report",
                    "generate_executive_summary",
                    "track_feedback_loop",
                    "measure_program_effectiveness"
                })
                LocalDate periodEnd,
        @Default(value = "all", listed = false) @Actions("create_voc_report")
                ReportAudience targetAudience,
        @Nullable @Actions("generate_executive_summary") @Size(min = 1, max = 60) String reportId,
        @Nullable
                @Actions({"close_feedback_loop", "update_customer_roadmap"})
                @Size(min = 1, max = 500)
                List<@Size(min = 1, max = 60) String> feedbackIds,
        @Nullable @Actions("close_feedback_loop") @Size(min = 1, max = 60) String insightId,
        @Nullable
                @Actions({"close_feedback_loop", "update_customer_roadmap"})
                @Size(min = 1, max = 60)
                String roadmapItemId,
        @Nullable @Actions("update_customer_roadmap") @Min(1) Integer version,
        @Nullable @Actions(value = "close_feedback_loop", requiredBy = "close_feedback_loop")
                LoopOutcome outcome,
        @Nullable @Actions("close_feedback_loop") @Size(min = 20, max = 2_000) String messageText,
        @JsonProperty("notify")
                @Default(value = "false", listed = false)
                @Actions("close_feedback_loop")
                boolean notifies,
        @Nullable @Actions("update_customer_roadmap") @Size(min = 1, max = 200) String title,
        @Nullable @Actions("update_customer_roadmap") @Size(min = 1, max = 2_000)
                String description,
        @Nullable @Actions("update_customer_roadmap") RoadmapStatus roadmapStatus,
        @Nullable @Actions("update_customer_roadmap") @Size(min = 1, max = 20) String targetPeriod,
        @Nullable @Actions("update_customer_roadmap") Boolean publish,
        @Default(value = "50", listed = false) @Actions("track_feedback_loop") @Min(1) @Max(200)
                int limit,
        @Nullable @Actions("track_feedback_loop") @Size(max = Cursors.LONGEST) String cursor,
        @Nullable
                @Actions({
                    "create_voc_report",
                    "track_feedback_loop",
                    "measure_program_effectiveness"
                })
                LocalDate asOf,
        @Default(value = "10", listed = false)
                @Actions({
                    "create_voc_report",
                    "track_feedback_loop",
                    "measure_program_effectiveness"
                })
                @Min(0)
                @Max(25)
                int waitSeconds,
        @Default(value = "false", listed = false)
                @Actions({"close_feedback_loop", "update_customer_roadmap"})
                boolean dryRun,
        @Nullable @Actions({"close_feedback_loop", "update_customer_roadmap"}) @Size(max = 400)
                String confirmationToken,
        @Nullable
                @Actions({
                    "create_voc_report",
                    "track_feedback_loop",
                    "measure_program_effectiveness",
                    "close_feedback_loop",
                    "update_customer_roadmap"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    /** The action to perform. */
    public enum Action {
        CREATE_VOC_REPORT,
        GENERATE_EXECUTIVE_SUMMARY,
        TRACK_FEEDBACK_LOOP,
        MEASURE_PROGRAM_EFFECTIVENESS,
        CLOSE_FEEDBACK_LOOP,
        UPDATE_CUSTOMER_ROADMAP
    }

    LocalDate asOf(LocalDate today) {
        return asOf == null ? today : asOf;
    }

    ReportType type() {
        return reportType == null ? ReportType.MONTHLY : reportType;
    }

    LocalDate end(LocalDate today) {
        return periodEnd == null ? asOf(today).plusDays(1) : periodEnd;
    }

    LocalDate start(LocalDate today) {
        return periodStart == null ? end(today).minusDays(type().days()) : periodStart;
    }

    VoiceScope scope(@Nullable String ofClient, LocalDate today) {
        return new VoiceScope(ofClient, asOf(today), start(today), end(today));
    }

    ClosingOrder closing() {
        return new ClosingOrder(
                feedbackIds == null ? List.of() : feedbackIds,
                insightId,
                roadmapItemId,
                Objects.requireNonNull(outcome),
                notifies ? messageText : null);
    }

    RoadmapChange roadmap() {
        return new RoadmapChange(
                roadmapItemId,
                version,
                title,
                description,
                roadmapStatus,
                targetPeriod,
                publish,
                feedbackIds == null ? List.of() : feedbackIds);
    }
}
