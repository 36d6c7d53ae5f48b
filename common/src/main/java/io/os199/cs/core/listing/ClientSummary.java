package io.os199.cs.core.listing;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of all matching clients.
 *
 * @param meanHealthScore over the {@code scoredCount} clients that have a score
 * @param arrAtRiskAmount in the bands at_risk and critical
 * @param byBand includes {@code unscored}
 */
public record ClientSummary(
        long clientCount,
        BigDecimal totalArrAmount,
        @Nullable BigDecimal meanHealthScore,
        long scoredCount,
        BigDecimal arrAtRiskAmount,
        List<Group> byStage,
        List<Group> byBand,
        List<Group> byTier) {
    /** The clients of one stage, band or tier. */
    public record Group(String key, long clientCount, BigDecimal arrAmount) {}
}
