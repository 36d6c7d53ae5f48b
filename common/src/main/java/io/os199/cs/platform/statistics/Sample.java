package io.os199.cs.platform.statistics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A statistic of a sample, as every answer shows it: no value below 5, a caution below 30.
 *
 * @param n the size of the sample
 * @param intervalLow the lower end of a 95 % interval
 * @param smallSample present from 5 to 29
 */
public record Sample(
        @Nullable BigDecimal value,
        long n,
        @Nullable BigDecimal intervalLow,
        @Nullable BigDecimal intervalHigh,
        @Nullable Boolean smallSample) {
    /** The sample size from which there is a value. */
    public static final int ENOUGH = 5;

    private static final int LARGE = 30;
    private static final int RATE_DECIMALS = 4;
    private static final int MEAN_DECIMALS = 2;
    private static final int POINTS = 100;

    /** The share of {@code count} in {@code total}, 0 to 1, with Wilson's interval. */
    public static Sample rate(long count, long total) {
        return total < ENOUGH
                ? none(total)
                : of((double) count / total, total, Interval.wilson(count, total), RATE_DECIMALS);
    }

    /**
     * A mean, with Student's interval.
     *
     * @param deviation of the sample, with n − 1
     */
    public static Sample mean(double mean, double deviation, long total) {
        return total < ENOUGH
                ? none(total)
                : of(mean, total, Interval.mean(mean, deviation, total), MEAN_DECIMALS);
    }

    /** A median or another statistic without an interval. */
    public static Sample bare(@Nullable BigDecimal value, long total) {
        return value == null || total < ENOUGH
                ? none(total)
                : new Sample(value, total, null, null, small(total));
    }

    /** A net promoter score, −100 to 100, with the adjusted Wald interval. */
    public static Sample nps(long promoters, long detractors, long total) {
        if (total < ENOUGH) {
            return none(total);
        }
        Interval net = Interval.netShare(promoters, detractors, total);
        return of(
                (double) (promoters - detractors) / total * POINTS,
                total,
                new Interval(net.low() * POINTS, net.high() * POINTS),
                MEAN_DECIMALS);
    }

    /** Whether the sample is too small for a value. */
    public boolean hasTooFew() {
        return n < ENOUGH;
    }

    private static Sample none(long total) {
        return new Sample(null, total, null, null, null);
    }

    private static Sample of(double value, long total, Interval interval, int decimals) {
        return new Sample(
                Rounded.of(value, decimals),
                total,
                Rounded.of(interval.low(), decimals),
                Rounded.of(interval.high(), decimals),
                small(total));
    }

    private static @Nullable Boolean small(long total) {
        return total < LARGE ? true : null;
    }
}
