package io.os199.cs.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The durations of many operations, the shortest first. */
record Latencies(List<Duration> sorted) {
    private static final double NANOS_IN_MILLI = 1e6;

    static Latencies of(Collection<Duration> durations) {
        return new Latencies(durations.stream().sorted().toList());
    }

    /** Returns the percentile in milliseconds, by nearest rank. */
    double millis(int percent) {
        int rank = Math.ceilDiv(sorted.size() * percent, 100);
        return sorted.get(rank - 1).toNanos() / NANOS_IN_MILLI;
    }
}
