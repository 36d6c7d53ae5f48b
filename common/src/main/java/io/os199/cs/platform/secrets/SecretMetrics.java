package io.os199.cs.platform.secrets;

import io.os199.cs.platform.secrets.source.SecretReference.Kind;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Metrics on whether secrets kept elsewhere can be read. */
final class SecretMetrics {
    private final Counter failures;

    /** @param lastRead for each kind of place, when its least recently read one was read */
    SecretMetrics(PrometheusRegistry registry, Supplier<Map<Kind, Instant>> lastRead) {
        failures =
                Counter.builder()
                        .name("secret_refresh_failures")
                        .help("Secrets that could not be read, by where they are kept.")
                        .labelNames("source")
                        .register(registry);
        GaugeWithCallback.builder()
                .name("secret_last_read_timestamp_seconds")
                .help("When all secrets that are kept there had been read.")
                .labelNames("source")
                .callback(
                        gauge ->
                                lastRead.get()
                                        .forEach(
                                                (kind, at) ->
                                                        gauge.call(
                                                                (double) at.getEpochSecond(),
                                                                kind.toString())))
                .register(registry);
    }

    /** Makes the series exist before the first failure. */
    void known(Kind kind) {
        failures.initLabelValues(kind.toString());
    }

    void failed(Kind kind) {
        failures.labelValues(kind.toString()).inc();
    }
}
