package io.os199.cs.communication.delivery;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.metrics.Sampled;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Metrics of the mail that waits, from the database: read at most every few seconds. */
public final class MailMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private MailMetrics() {}

    /** Registers the metrics. */
    public static void register(PrometheusRegistry registry, Database database, Clock clock) {
        Sampled<MailMetricsDao.Waiting> waiting =
                new Sampled<>(
                        () ->
                                database.current(
                                        tx ->
                                                tx.dao(MailMetricsDao.class)
                                                        .waiting(clock.instant())),
                        FRESH,
                        clock);
        gauge(
                registry,
                "email_oldest_due_seconds",
                "Since when the mail is due that has waited longest of those that may go.",
                waiting,
                MailMetricsDao.Waiting::oldestDueSeconds);
        gauge(
                registry,
                "email_campaigns_held",
                "Campaigns that wait because the provider does not take our access or the sender.",
                waiting,
                MailMetricsDao.Waiting::heldCount);
        gauge(
                registry,
                "email_messages_unconfirmed",
                "Messages of which nobody knows whether the provider has them.",
                waiting,
                MailMetricsDao.Waiting::unconfirmedCount);
    }

    private static void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            Sampled<MailMetricsDao.Waiting> waiting,
            ToDoubleFunction<MailMetricsDao.Waiting> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(
                        gauge ->
                                waiting.get()
                                        .ifPresent(
                                                known -> gauge.call(figure.applyAsDouble(known))))
                .register(registry);
    }
}
