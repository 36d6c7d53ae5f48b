package io.os199.cs.platform.statistics;

/** Half the widths of intervals that hold an unknown value with a confidence of 95 %, from the samples of which it was computed. */
public final class Margins {
    private static final double Z = 1.96;

    /** What the adjusted Wald interval adds to each of the three counts, and to their sum. */
    private static final double ADDED = 0.75;

    private static final double ADDED_TO_ALL = 3;

    private Margins() {}

    /**
     * Of the share of the positive less that of the negative, where others are neither (adjusted Wald): does not collapse to nothing when
     * all agree.
     *
     * @param total at least 1
     */
    public static double netShare(long positive, long negative, long total) {
        double all = total + ADDED_TO_ALL;
        double up = (positive + ADDED) / all;
        double down = (negative + ADDED) / all;
        double net = up - down;
        return Z * Math.sqrt((up + down - net * net) / all);
    }

    /** Of a rate (Wald); {@code total} is at least 1. */
    public static double rate(double rate, long total) {
        return Z * Math.sqrt(rate * (1 - rate) / total);
    }

    /**
     * Of a mean.
     *
     * @param deviation the standard deviation of the sample, with n − 1
     * @param total at least 2
     */
    public static double mean(double deviation, long total) {
        return Z * deviation / Math.sqrt((double) total);
    }

    /** Of the difference of two independent values with these margins. */
    public static double difference(double one, double other) {
        return Math.hypot(one, other);
    }
}
