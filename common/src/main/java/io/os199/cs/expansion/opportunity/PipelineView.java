package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.finding.FindingSummary;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The open pipeline, and what unsaved findings could add.
 *
 * @param weightedValueAmount the sum of the expected values
 * @param potentialWeightedAmount the same for the findings
 */
public record PipelineView(
        int openCount,
        BigDecimal openValueAmount,
        BigDecimal weightedValueAmount,
        List<Pipeline.Group> byStage,
        List<Pipeline.Group> byType,
        int overdueCount,
        BigDecimal wonAmount365d,
        @Nullable BigDecimal winRate365d,
        BigDecimal potentialValueAmount,
        BigDecimal potentialWeightedAmount,
        BigDecimal currentArrAmount) {
    /** Combines both as answers show them. */
    public static PipelineView of(Pipeline pipeline, FindingSummary unsaved) {
        return new PipelineView(
                pipeline.openCount(),
                pipeline.openValueAmount(),
                pipeline.weightedValueAmount(),
                pipeline.byStage(),
                pipeline.byType(),
                pipeline.overdueCount(),
                pipeline.wonAmount365d(),
                pipeline.winRate365d(),
                unsaved.totalValueAmount(),
                unsaved.totalExpectedValueAmount(),
                pipeline.currentArrAmount());
    }
}
