package io.os199.cs.feedback.metric;

import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A metric for some days and clients, before rounding.
 *
 * @param value absent where there is none, or the sample is too small for one
 * @param n how many it is taken from
 * @param numerator with {@code denominator}, the ratio that gives the value except for a factor; both absent for a
 *     median
 */
record Figure(
        @Nullable BigDecimal value,
        long n,
        @Nullable BigDecimal numerator,
        @Nullable BigDecimal denominator,
        @Nullable Interval interval) {
    private static final int PERCENT = 100;
    private static final int SMALL = 30;

    /** The figure of no rows. */
    static final Figure NONE = new Figure(null, 0, BigDecimal.ZERO, BigDecimal.ZERO, null);

    /** Returns the share of {@code count} in {@code n}, for a sample. */
    static Figure rate(long count, long n) {
        boolean tells = n >= Sample.ENOUGH;
        return new Figure(
                tells ? ratio(BigDecimal.valueOf(count), BigDecimal.valueOf(n)) : null,
                n,
                BigDecimal.valueOf(count),
                BigDecimal.valueOf(n),
                tells ? Interval.wilson(count, n) : null);
    }

    /** Returns promoters less detractors in points. */
    static Figure nps(long promoters, long detractors, long n) {
        BigDecimal net = BigDecimal.valueOf(promoters - detractors);
        if (n < Sample.ENOUGH) {
            return new Figure(null, n, net, BigDecimal.valueOf(n), null);
        }
        Interval share = Interval.netShare(promoters, detractors, n);
        return new Figure(
                ratio(net.multiply(BigDecimal.valueOf(PERCENT)), BigDecimal.valueOf(n)),
                n,
                net,
                BigDecimal.valueOf(n),
                new Interval(PERCENT * share.low(), PERCENT * share.high()));
    }

    /** Returns the mean of a sample of {@code n}, from the sums of its values and of their squares. */
    static Figure mean(BigDecimal sum, BigDecimal squares, long n) {
        BigDecimal count = BigDecimal.valueOf(n);
        if (n < Sample.ENOUGH) {
            return new Figure(null, n, sum, count, null);
        }
        BigDecimal mean = ratio(sum, count);
        double variance =
                squares.subtract(sum.multiply(sum).divide(count, MathContext.DECIMAL128))
                                .doubleValue()
                        / (n - 1);
        return new Figure(
                mean,
                n,
                sum,
                count,
                Interval.mean(mean.doubleValue(), Math.sqrt(Math.max(0, variance)), n));
    }

    /** Returns a rate weighted with money, which has no interval. */
    static Figure weighted(BigDecimal amount, BigDecimal of, long n, boolean isExact) {
        return new Figure(
                (of.signum() != 0 && (isExact || n >= Sample.ENOUGH)) ? ratio(amount, of) : null,
                n,
                amount,
                of,
                null);
    }

    /** Returns a figure known for one client, which is not a sample. */
    static Figure exact(@Nullable BigDecimal value) {
        return value == null ? NONE : new Figure(value, 1, value, BigDecimal.ONE, null);
    }

    boolean isSmallSample() {
        return value != null && n < SMALL;
    }

    private static BigDecimal ratio(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, MathContext.DECIMAL64);
    }
}
