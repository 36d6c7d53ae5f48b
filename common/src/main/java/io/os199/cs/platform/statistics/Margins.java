package io.os199.cs.platform.statistics;

/** Half-widths of intervals that contain an unknown value with 95 % confidence, computed from samples. */
public final class Margins {
    private static final double Z = 1.96;

    /** What the adjusted Wald interval adds to each of the three counts, and to their sum. */
    private static final double ADDED = 0.75;

    private static final double ADDED_TO_ALL = 3;

    private Margins() {}

    /**
     * The margin of the share of positives minus that of negatives, where others are neither (adjusted Wald): does
     * not collapse to zero when all agree.
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

    /** The margin of a rate (Wald); {@code total} is at least 1. */
    public static double rate(double rate, long total) {
        return Z * Math.sqrt(rate * (1 - rate) / total);
    }

    /**
     * The margin of a mean.
     *
     * @param deviation the standard deviation of the sample, with n − 1
     * @param total at least 2
     */
    public static double mean(double deviation, long total) {
        return Z * deviation / Math.sqrt((double) total);
    }

    /** The margin of the difference between two independent values with these margins. */
    public static double difference(double one, double other) {
        return Math.hypot(one, other);
    }
}
