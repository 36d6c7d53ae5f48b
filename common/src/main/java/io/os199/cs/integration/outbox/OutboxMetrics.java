package io.os199.cs.integration.outbox;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.metrics.Sampled;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Metrics of how much waits for external services and what was given up, according to the database, which is read at
 * most every few seconds.
 */
public final class OutboxMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private OutboxMetrics() {}

    /** Registers the metrics, which are shown from then on. */
    public static void register(PrometheusRegistry registry, Database database, Clock clock) {
        Sampled<List<OutboxDao.Count>> counts =
                new Sampled<>(
                        () -> database.current(tx -> tx.dao(OutboxDao.class).counts()),
                        FRESH,
                        clock);
        GaugeWithCallback.builder()
                .name("integration_outbox_items")
                .help("What is to be done in services outside, by how far it is.")
                .labelNames("integration", "state")
                .callback(
                        gauge ->
                                counts.get()
                                        .ifPresent(
                                                known ->
                                                        known.forEach(
                                                                each ->
                                                                        gauge.call(
                                                                                (double)
                                                                                        each
                                                                                                .itemCount(),
                                                                                each.integration(),
                                                                                each.state()))))
                .register(registry);
    }
}
