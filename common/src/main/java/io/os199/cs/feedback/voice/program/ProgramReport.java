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
 * Whether the programme works.
 *
 * @param previous the same of as many days before, as it stood that much earlier
 */
public record ProgramReport(
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
     * @param coverageRate live clients that said anything
     * @param decisionRate feedback that is planned or further, of what was received
     * @param decisionAfter60DaysRate the same of as many days, all of them 60 days ago or more
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
     * NPS of the same people before and after their loop was closed, which shows what goes together, not what causes what.
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

    /** What becomes of feedback of one source. */
    public record SourceFigures(
            FeedbackSource source, int itemCount, Rate decisionRate, Rate closureRate) {}

    /**
     * What the answer was computed from.
     *
     * @param attributes those of clients are the present ones
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
