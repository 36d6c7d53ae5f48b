package io.os199.cs.platform.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** An interval that holds an unknown value with a confidence of 95 %. */
public record Interval(double low, double high) {
    /** The standard normal distribution's quantile of 0.975. */
    private static final double Z = 1.959963984540054;

    private static final double UPPER = 0.975;

    /** What the adjusted Wald interval adds to each of the three counts, and to their sum. */
    private static final double ADDED = 0.75;

    private static final double ADDED_TO_ALL = 3;

    /**
     * The interval for the rate {@code count} out of {@code total}, where {@code total} is at least 1 (Wilson, 1927:
     * Probable inference, the law of succession, and statistical inference).
     */
    public static Interval wilson(long count, long total) {
        double n = total;
        double rate = count / n;
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        double middle = rate + Z * Z / (2 * n);
        double scale = 1 + Z * Z / n;
        return new Interval(
                count == 0 ? 0 : (middle - spread) / scale,
                count == total ? 1 : (middle + spread) / scale);
    }

    /**
     * The interval for the difference between the rates of two independent samples, the first minus the second
     * (Newcombe, 1998: Interval estimation for the difference between independent proportions, method 10).
     *
     * @param total at least 1, like {@code otherTotal}
     */
    public static Interval newcombe(long count, long total, long otherCount, long otherTotal) {
        double rate = (double) count / total;
        double other = (double) otherCount / otherTotal;
        Interval of = wilson(count, total);
        Interval ofOther = wilson(otherCount, otherTotal);
        return new Interval(
                rate - other - Math.hypot(rate - of.low, ofOther.high - other),
                rate - other + Math.hypot(of.high - rate, other - ofOther.low));
    }

    /**
     * The interval for the share of positives minus that of negatives, where others are neither, limited to −1…1
     * (adjusted Wald, with ¾ added to each count): does not collapse to a point when all agree.
     */
    public static Interval netShare(long positive, long negative, long total) {
        double all = total + ADDED_TO_ALL;
        double up = (positive + ADDED) / all;
        double down = (negative + ADDED) / all;
        double net = up - down;
        double spread = Z * Math.sqrt((up + down - net * net) / all);
        return new Interval(Math.max(-1, net - spread), Math.min(1, net + spread));
    }

    /**
     * The interval for a mean (Student).
     *
     * @param deviation the standard deviation of the sample, with n − 1
     * @param total at least 2
     */
    public static Interval mean(double mean, double deviation, long total) {
        double spread =
                TDistribution.of(total - 1.0).inverseCumulativeProbability(UPPER)
                        * deviation
                        / Math.sqrt((double) total);
        return new Interval(mean - spread, mean + spread);
    }

    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** Whether the two intervals have no value in common. */
    public boolean isApartFrom(Interval other) {
        return high < other.low || other.high < low;
    }
}
