package io.os199.cs.retention.automation;

import io.os199.cs.platform.statistics.Interval;

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
        Interval interval =
                Interval.newcombe(
                        treated.churnedCount(),
                        treated.clientCount(),
                        holdout.churnedCount(),
                        holdout.clientCount());
        return new Difference(
                treated.churnRate() - holdout.churnRate(), interval.low(), interval.high());
    }
}
