package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How well a pattern distinguished clients that left from those that stayed, 30 days beforehand. */
public record PatternBacktest(
        BigDecimal hitRateChurned,
        BigDecimal hitRateControl,
        BigDecimal lift,
        BigDecimal precisionRate,
        int churnedCount,
        int controlCount) {
    /** The fewest clients that must have left for a backtest to be reported. */
    public static final int FEWEST_CHURNED = 5;

    public static Optional<PatternBacktest> of(
            int churnedHits, int churnedCount, int controlHits, int controlCount) {
        if (churnedCount < FEWEST_CHURNED || controlHits == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new PatternBacktest(
                        quotient(churnedHits, churnedCount, 4),
                        quotient(controlHits, controlCount, 4),
                        quotient(
                                (long) churnedHits * controlCount,
                                (long) churnedCount * controlHits,
                                2),
                        quotient(churnedHits, (long) churnedHits + controlHits, 4),
                        churnedCount,
                        controlCount));
    }

    private static BigDecimal quotient(long part, long whole, int decimals) {
        return BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(whole), decimals, RoundingMode.HALF_UP);
    }
}
