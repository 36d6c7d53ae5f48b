package io.os199.cs.retention.automation;

import io.os199.cs.platform.statistics.Interval;

import org.jspecify.annotations.Nullable;

/**
 * The performance of a rule.
 *
 * @param maturedRunCount runs at least 90 days old, held out or not
 * @param treated the clients that the rule acted for, 90 days after the first run for each; absent before any
 * @param holdout the clients for which it was only recorded
 * @param difference the difference between the shares that churned; absent where a group has fewer than 20 clients
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

    /** A group of clients, 90 days after. */
    public record Group(
            int clientCount, int churnedCount, @Nullable Double meanHealthChangePoints) {
        double churnRate() {
            return (double) churnedCount / clientCount;
        }
    }

    /** The rate of the treated less that of the held out, with Newcombe's 95 % interval. */
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
