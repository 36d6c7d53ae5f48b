package io.os199.cs.worker;

import com.codahale.metrics.health.HealthCheck;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobMetrics;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobRunner;
import io.os199.cs.jobs.JobTimes;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.QueueMetrics;
import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.config.WorkerConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

/**
 * What runs in a worker, in the order in which it starts; it stops in reverse. Public because the benchmarks measure
 * it as it is, with works of their own.
 */
public final class WorkerProcess implements Managed {
    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration ROLLUPS_EVERY = Duration.ofSeconds(10);

    private final JobEngine engine;
    private final JobServer server;
    private final Schedule schedule;
    private final StorageProvider storage;
    private final List<Managed> parts = new ArrayList<>();

    /**
     * @param pool for the work
     * @param rounds the other things that the features do by the clock
     * @param direct for a connection used to listen, bypassing any pooler
     */
    public WorkerProcess(
            Database database,
            DataSource pool,
            DataSource direct,
            Collection<? extends JobWork> works,
            Collection<Round> rounds,
            ClientAnswers clientAnswers,
            RetentionConfig retention,
            WorkerConfig config,
            JobTimes times,
            PrometheusRegistry metrics,
            Tracing tracing,
            Clock clock) {
        DatabaseSignals signals = new DatabaseSignals(direct);
        JobQueue queue = new JobQueue(pool);
        storage = JobQueue.storage(pool);
        QueueMetrics.register(metrics, database, queue, clock);
        Jobs jobs = new Jobs(database, queue, signals, clock);
        engine =
                new JobEngine(
                        database,
                        queue,
                        signals,
                        works,
                        clock,
                        times,
                        new JobMetrics(metrics, works),
                        tracing);
        Upkeep upkeep = Upkeep.of(database, pool, clientAnswers, retention, clock);
        schedule =
                new Schedule(
                        database, jobs, engine, new Partitions(pool, clock), upkeep, rounds, clock);
        server = new JobServer(storage, activator(engine, schedule), config.threads(), WATCH);
        JobWakeUp wakeUp = new JobWakeUp(server::running);
        signals.on(JobQueue.WAKE_CHANNEL, payload -> wakeUp.wake());
        Loop rollups = new Loop("usage-rollups", ROLLUPS_EVERY, upkeep.rollups()::rollUpSome);
        parts.addAll(List.of(engine, wakeUp, server, signals, rollups));
        if (config.dashboardPort() != 0) {
            parts.add(new Dashboard(storage, config));
        }
    }

    @Override
    public void start() throws Exception {
        schedule.run(Schedule.PARTITIONS);
        schedule.announce(storage);
        for (Managed part : parts) {
            part.start();
        }
    }

    /** Lets the chunks in progress end; the rest of their jobs is left to other workers. */
    @Override
    public void stop() throws Exception {
        engine.leave();
        for (Managed part : parts.reversed()) {
            part.stop();
        }
    }

    JobServer server() {
        return server;
    }

    HealthCheck health() {
        return new HealthCheck() {
            @Override
            protected Result check() {
                return server.running().isPresent()
                        ? Result.healthy()
                        : Result.unhealthy("JobRunr's server has stopped itself");
            }
        };
    }

    private static JobActivator activator(JobEngine engine, Schedule schedule) {
        Map<Class<?>, Object> handlers =
                Map.of(
                        JobRunner.class, new JobRunner(engine),
                        ScheduledTaskRunner.class, new ScheduledTaskRunner(schedule));
        return new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return Objects.requireNonNull(type.cast(handlers.get(type)), type::getName);
            }
        };
    }
}
