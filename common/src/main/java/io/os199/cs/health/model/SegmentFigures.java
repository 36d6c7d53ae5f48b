package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The figures that the rules about a segment consider.
 *
 * @param meanHealthScore over the {@code scoredCount} clients that have one, not rounded
 * @param renewal90dArrAmount the ARR of the clients that renew within 90 days
 */
public record SegmentFigures(
        String key,
        int clientCount,
        BigDecimal totalArrAmount,
        int scoredCount,
        @Nullable BigDecimal meanHealthScore,
        BigDecimal renewal90dArrAmount,
        int withoutCsmCount) {

    /** Returns the mean to two decimals; absent when the segment has no clients. */
    public @Nullable BigDecimal meanArrAmount() {
        return clientCount == 0
                ? null
                : totalArrAmount.divide(BigDecimal.valueOf(clientCount), 2, RoundingMode.HALF_UP);
    }
}
