package io.os199.cs.jobs;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.metrics.Sampled;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The backlog of the workers, and the end of the last nightly runs: read from the database at most every few seconds,
 * when somebody asks. While the database does not answer these metrics are missing, and an alert on their absence
 * covers that.
 */
public final class QueueMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration ALIVE = Duration.ofSeconds(60);

    private final Database database;
    private final JobQueue queue;
    private final Clock clock;
    private final Sampled<Reading> sampled;

    private QueueMetrics(Database database, JobQueue queue, Clock clock) {
        this.database = database;
        this.queue = queue;
        this.clock = clock;
        this.sampled = new Sampled<>(this::read, FRESH, clock);
    }

    private record Reading(
            QueueDao.Waiting waiting, int workers, List<QueueDao.Refresh> refreshes) {}

    public static void register(
            PrometheusRegistry registry, Database database, JobQueue queue, Clock clock) {
        QueueMetrics metrics = new QueueMetrics(database, queue, clock);
        metrics.gauge(
                registry,
                "job_queue_depth",
                "Jobs that are due and that no worker has begun.",
                reading -> reading.waiting().queuedCount());
        metrics.gauge(
                registry,
                "job_oldest_queued_age_seconds",
                "How long the oldest of the jobs that are due has waited.",
                reading -> reading.waiting().oldestAgeSeconds());
        metrics.gauge(
                registry,
                "jobs_working",
                "Jobs under way.",
                reading -> reading.waiting().workingCount());
        metrics.gauge(
                registry,
                "job_workers",
                "Workers that were heard of in the last minute.",
                Reading::workers);
        metrics.ofRefreshes(
                registry,
                "refresh_last_success_timestamp_seconds",
                "When the last whole run of a recurring calculation ended.",
                each ->
                        each.finishedAt() == null
                                ? null
                                : (double) each.finishedAt().getEpochSecond());
        metrics.ofRefreshes(
                registry,
                "refresh_failed",
                "1 where the last run of a recurring calculation went wrong.",
                each -> each.isFailed() ? 1.0 : 0.0);
    }

    private void ofRefreshes(
            PrometheusRegistry registry,
            String name,
            String help,
            Function<QueueDao.Refresh, @Nullable Double> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("name")
                .callback(
                        gauge -> {
                            Reading reading = reading();
                            if (reading == null) {
                                return;
                            }
                            for (QueueDao.Refresh each : reading.refreshes()) {
                                Double value = figure.apply(each);
                                if (value != null) {
                                    gauge.call(value, each.name());
                                }
                            }
                        })
                .register(registry);
    }

    private void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            ToDoubleFunction<Reading> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(
                        gauge -> {
                            Reading reading = reading();
                            if (reading != null) {
                                gauge.call(figure.applyAsDouble(reading));
                            }
                        })
                .register(registry);
    }

    /** Absent while the database does not answer. */
    private @Nullable Reading reading() {
        return sampled.get().orElse(null);
    }

    private Reading read() {
        Instant now = clock.instant();
        Instant alive = now.minus(ALIVE);
        int workers = (int) queue.workerHeartbeats().stream().filter(alive::isBefore).count();
        return database.current(
                tx -> {
                    QueueDao dao = tx.dao(QueueDao.class);
                    return new Reading(dao.waiting(now), workers, dao.refreshes());
                });
    }
}
