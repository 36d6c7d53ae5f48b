package io.os199.cs.api.security;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.metrics.Sampled;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The expiry of API keys in use, so that it shows before their callers find out; read on request, and absent where
 * none expires.
 */
public final class KeyMetrics {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration USED = Duration.ofDays(7);

    private KeyMetrics() {}

    public static void register(PrometheusRegistry registry, Database database, Clock clock) {
        Sampled<Optional<Instant>> nextEnd =
                new Sampled<>(() -> nextEnd(database, clock.instant()), FRESH, clock);
        GaugeWithCallback.builder()
                .name("api_key_next_expiry_timestamp_seconds")
                .help("When the first API key ends of those that were used in the last 7 days.")
                .callback(
                        gauge ->
                                nextEnd.get()
                                        .flatMap(end -> end)
                                        .ifPresent(
                                                end -> gauge.call((double) end.getEpochSecond())))
                .register(registry);
    }

    private static Optional<Instant> nextEnd(Database database, Instant now) {
        return database.current(tx -> tx.dao(ApiKeyDao.class).nextEnd(now, now.minus(USED)));
    }
}
