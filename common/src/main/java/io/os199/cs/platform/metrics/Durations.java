package io.os199.cs.platform.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/**
 * Histograms in seconds, the same everywhere: native, with classic buckets alongside, and with exemplars when a span
 * is open.
 */
public final class Durations {
    private static final double[] BUCKETS = {
        0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    private static final double[] LONG_BUCKETS = {1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200};

    private Durations() {}

    /** A histogram for what a person waits for. */
    public static Histogram ofCalls(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return histogram(registry, name, help, BUCKETS, labels);
    }

    /** A histogram for what runs for minutes. */
    public static Histogram ofJobs(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return histogram(registry, name, help, LONG_BUCKETS, labels);
    }

    private static Histogram histogram(
            PrometheusRegistry registry,
            String name,
            String help,
            double[] buckets,
            String... labels) {
        return Histogram.builder()
                .name(name)
                .unit(Unit.SECONDS)
                .help(help)
                .classicUpperBounds(buckets)
                .labelNames(labels)
                .register(registry);
    }
}
