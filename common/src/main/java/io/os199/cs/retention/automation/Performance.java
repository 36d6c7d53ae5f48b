package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

/**
 * How a rule has done.
 *
 * @param maturedRunCount 90 days old or older, held out or not
 * @param treated the clients that it acted for, 90 days after the first run for each; absent before any
 * @param holdout those of which it was only recorded
 * @param difference of the shares that churned; absent where a group has fewer than 20 clients
 */
public record Performance(
        int runCount30d,
        int campaignCount30d,
        int heldOutCount,
        int maturedRunCount,
        @Nullable Group treated,
        @Nullable Group holdout,
        @Nullable Difference difference) {
    private static final int FEWEST = 20;
    private static final double Z = 1.96;

    /** Clients 90 days after. */
    public record Group(
            int clientCount, int churnedCount, @Nullable Double meanHealthChangePoints) {
        double churnRate() {
            return (double) churnedCount / clientCount;
        }
    }

    /** Treated less held out, with Newcombe's interval of 95 %. */
    public record Difference(double churnRate, double intervalLow, double intervalHigh) {}

    static @Nullable Difference difference(@Nullable Group treated, @Nullable Group holdout) {
        if (treated == null
                || holdout == null
                || treated.clientCount() < FEWEST
                || holdout.clientCount() < FEWEST) {
            return null;
        }
        double t = treated.churnRate();
        double h = holdout.churnRate();
        Interval ofTreated = Interval.of(treated);
        Interval ofHoldout = Interval.of(holdout);
        return new Difference(
                t - h,
                t - h - Math.hypot(t - ofTreated.low(), ofHoldout.high() - h),
                t - h + Math.hypot(ofTreated.high() - t, h - ofHoldout.low()));
    }

    /** Wilson's, of a share. */
    private record Interval(double low, double high) {
        static Interval of(Group group) {
            double n = group.clientCount();
            double p = group.churnRate();
            double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
            double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
            return new Interval(centre - half, centre + half);
        }
    }
}
