package io.os199.cs.health.adoption;

import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The mean scores of clients that have something and of clients that do not: a correlation that says nothing about
 * the cause.
 */
record HealthGap(int withCount, BigDecimal withTotal, int withoutCount, BigDecimal withoutTotal) {
    static final HealthGap NONE = new HealthGap(0, BigDecimal.ZERO, 0, BigDecimal.ZERO);

    private static final int FEWEST = 5;

    HealthGap plus(boolean has, @Nullable BigDecimal score) {
        if (score == null) {
            return this;
        }
        return has
                ? new HealthGap(withCount + 1, withTotal.add(score), withoutCount, withoutTotal)
                : new HealthGap(withCount, withTotal, withoutCount + 1, withoutTotal.add(score));
    }

    HealthGap plus(HealthGap other) {
        return new HealthGap(
                withCount + other.withCount,
                withTotal.add(other.withTotal),
                withoutCount + other.withoutCount,
                withoutTotal.add(other.withoutTotal));
    }

    /**
     * Returns the mean of those that have it minus the mean of the others; absent when either group has fewer than 5
     * clients.
     */
    @Nullable BigDecimal points() {
        return withCount < FEWEST || withoutCount < FEWEST
                ? null
                : Rounded.figure(
                        mean(withTotal, withCount).subtract(mean(withoutTotal, withoutCount)));
    }

    private static BigDecimal mean(BigDecimal total, int count) {
        return total.divide(BigDecimal.valueOf(count), 16, RoundingMode.HALF_UP);
    }
}
