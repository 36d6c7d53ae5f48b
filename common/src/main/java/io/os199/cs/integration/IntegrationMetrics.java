package io.os199.cs.integration;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics that operators see of what is read from external services. */
public final class IntegrationMetrics {
    private final Counter rows;
    private final Map<Resource, Instant> read = new ConcurrentHashMap<>();

    private record Resource(Integration integration, String name) {}

    public IntegrationMetrics(PrometheusRegistry registry, Clock clock) {
        rows =
                Counter.builder()
                        .name("integration_sync_rows")
                        .help("Rows that services outside told us, by what became of them.")
                        .labelNames("integration", "resource", "result")
                        .register(registry);
        GaugeWithCallback.builder()
                .name("integration_sync_lag_seconds")
                .help("How old what was read last is, where this process read it.")
                .labelNames("integration", "resource")
                .callback(
                        gauge ->
                                read.forEach(
                                        (resource, to) ->
                                                gauge.call(
                                                        Duration.between(to, clock.instant())
                                                                        .toMillis()
                                                                / 1e3,
                                                        resource.integration().wireName(),
                                                        resource.name())))
                .register(registry);
    }

    /** Counts rows. */
    public void rows(Integration integration, String resource, String result, long count) {
        if (count > 0) {
            rows.labelValues(integration.wireName(), resource, result).inc(count);
        }
    }

    /** Records that everything up to an instant was read. */
    public void complete(Integration integration, String resource, Instant to) {
        read.put(new Resource(integration, resource), to);
    }
}
