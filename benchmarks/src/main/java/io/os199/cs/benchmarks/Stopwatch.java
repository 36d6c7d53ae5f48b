package io.os199.cs.benchmarks;

/** Measures time with the monotonic clock. */
record Stopwatch(long startedNanos) {
    private static final double NANOS = 1e9;

    static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    double seconds() {
        return (System.nanoTime() - startedNanos) / NANOS;
    }
}
