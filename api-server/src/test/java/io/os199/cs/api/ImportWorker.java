package io.os199.cs.api;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.ImportWork;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobMetrics;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobTimes;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsageMonths;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Runs the imports of a database as a worker does, on request or as they arrive. */
final class ImportWorker implements AutoCloseable {
    private static final long LOOK_NANOS = 20_000_000;

    private final TestDatabase test;
    private final JobEngine engine;
    private volatile boolean leaving;

    ImportWorker(TestDatabase test) {
        Clock clock = Clock.systemUTC();
        Database database = test.database();
        UsageMonths months = new UsageMonths(database, new Partitions(test.dataSource(), clock));
        this.test = test;
        this.engine =
                new JobEngine(
                        database,
                        new JobQueue(test.dataSource()),
                        new DatabaseSignals(test.directDataSource()),
                        List.of(
                                new ImportWork(
                                        months,
                                        new Timeline(),
                                        ClientAnswers.unkept(),
                                        new AuditLog(clock),
                                        tx -> {},
                                        clock)),
                        clock,
                        JobTimes.usual(),
                        new JobMetrics(new PrometheusRegistry(), List.of()),
                        Tracing.off());
    }

    /** Runs the job to its end. */
    void run(String jobId) {
        engine.run(jobId);
    }

    /** Runs whatever arrives until this is closed. */
    ImportWorker takingWhatComes() {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            while (!leaving) {
                                queued().forEach(engine::run);
                                LockSupport.parkNanos(LOOK_NANOS);
                            }
                        });
        return this;
    }

    private List<String> queued() {
        return test.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                "select job_id from jobs where tool = 'import' and"
                                                        + " status = 'queued'")
                                        .mapTo(String.class)
                                        .list());
    }

    @Override
    public void close() {
        leaving = true;
        engine.stop();
    }
}
