package io.os199.cs.feedback.voice.program;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.Wait;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Whether the program works.
 *
 * @param previous the same figures for as many days before, as they stood that much earlier
 */
public record VoiceProgramReport(
        Period period,
        ProgramMetrics metrics,
        ProgramMetrics previous,
        NpsAfterClosure npsAfterClosure,
        List<SourceFigures> bySource,
        List<Recommendation> recommendations,
        ProgramEvidence evidence,
        List<DataGap> dataGaps) {

    /**
     * Figures of one period.
     *
     * @param coverageRate the share of live clients that said anything
     * @param decisionRate the share of the feedback received that is planned or further
     * @param decisionAfter60DaysRate the same for as many days, all of them at least 60 days ago
     */
    public record ProgramMetrics(
            Rate coverageRate,
            Rate responseRate,
            Rate decisionRate,
            @JsonProperty("decision_after_60_days_rate") Rate decisionAfter60DaysRate,
            Rate shippedRate,
            Rate closureRate,
            Rate withinTargetRate,
            Wait medianDaysToDecision) {}

    /**
     * The NPS of the same people before and after their loop was closed, which shows a correlation, not a cause.
     *
     * @param meanChange absent below 5 pairs
     */
    public record NpsAfterClosure(
            int pairCount,
            @Nullable BigDecimal meanBefore,
            @Nullable BigDecimal meanAfter,
            @Nullable BigDecimal meanChange,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable String intervalMethod,
            @Nullable Boolean smallSample) {}

    /** The decisions and closures of feedback from one source. */
    public record SourceFigures(
            FeedbackSource source, int itemCount, Rate decisionRate, Rate closureRate) {}

    /**
     * The data from which the answer was computed.
     *
     * @param attributes the attributes of clients, which are the present ones
     * @param immatureSendCount surveys sent less than 30 days before, which may still be answered
     */
    public record ProgramEvidence(
            LocalDate asOf,
            Period previousPeriod,
            String attributes,
            int itemCount,
            int immatureSendCount,
            Instant computedAt) {}
}
