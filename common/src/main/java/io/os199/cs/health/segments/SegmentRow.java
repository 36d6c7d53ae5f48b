package io.os199.cs.health.segments;

import io.os199.cs.health.model.SegmentFigures;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * The figures of one segment.
 *
 * @param key absent for all clients of the split together
 * @param exactMeanHealthScore not rounded, to be compared with bounds
 * @param ledgerClientCount those of its clients that had ARR twelve months ago
 */
public record SegmentRow(
        @Nullable String key,
        int clientCount,
        BigDecimal totalArrAmount,
        @Nullable BigDecimal medianArrAmount,
        int scoredCount,
        @Nullable BigDecimal exactMeanHealthScore,
        int healthyCount,
        int watchCount,
        int atRiskCount,
        int criticalCount,
        @Nullable LocalDate oldestScoreOn,
        @Nullable LocalDate newestScoreOn,
        int renewal90dCount,
        BigDecimal renewal90dArrAmount,
        int openTicketCount,
        int npsResponseCount,
        @Nullable BigDecimal nps,
        int ledgerClientCount,
        @Nullable BigDecimal arrGrowth12mPercent,
        int csmCount,
        int withoutCsmCount) {

    /** Returns the figures of a segment that has no clients. */
    static SegmentRow none(String key) {
        return new SegmentRow(
                key,
                0,
                BigDecimal.ZERO.setScale(2),
                null,
                0,
                null,
                0,
                0,
                0,
                0,
                null,
                null,
                0,
                BigDecimal.ZERO.setScale(2),
                0,
                0,
                null,
                0,
                null,
                0,
                0);
    }

    /** Returns the mean to two decimals; absent when none of the clients has a score. */
    @Nullable BigDecimal meanHealthScore() {
        return exactMeanHealthScore == null
                ? null
                : exactMeanHealthScore.setScale(2, RoundingMode.HALF_UP);
    }

    SegmentFigures figures() {
        return new SegmentFigures(
                key == null ? "" : key,
                clientCount,
                totalArrAmount,
                scoredCount,
                exactMeanHealthScore,
                renewal90dArrAmount,
                withoutCsmCount);
    }
}
