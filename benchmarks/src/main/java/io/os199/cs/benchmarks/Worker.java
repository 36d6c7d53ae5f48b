package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobTimes;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.config.WorkerConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.worker.WorkerProcess;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The product's worker, and the submission of jobs to it, in this process. */
final class Worker implements AutoCloseable {
    /** The number in {@code config.yml}. */
    private static final int THREADS = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final JobWork work;
    private final Database database;
    private final DatabaseSignals signals;
    private final Jobs jobs;
    private final WorkerProcess process;

    private Worker(BenchmarkServer server, JobWork work, Clock clock) {
        this.work = work;
        database = server.database();
        signals = new DatabaseSignals(server.direct());
        jobs = new Jobs(database, new JobQueue(server.pool()), signals, clock);
        process =
                new WorkerProcess(
                        server.database(),
                        server.pool(),
                        server.direct(),
                        List.of(work),
                        List.of(),
                        ClientAnswers.unkept(),
                        RetentionConfig.usual(),
                        new WorkerConfig(THREADS, "127.0.0.1", 0, "operator", ""),
                        JobTimes.usual(),
                        new PrometheusRegistry(),
                        Tracing.off(),
                        clock);
    }

    static Worker start(BenchmarkServer server, JobWork work, Clock clock) throws Exception {
        Worker worker = new Worker(server, work, clock);
        worker.signals.start();
        worker.process.start();
        return worker;
    }

    Job submit(JsonNode arguments) {
        return database.write(
                tx -> jobs.submit(tx, new JobOrder(work.tool(), arguments, "benchmarks")));
    }

    /** Returns the job as it ended. */
    Job ended(Job job) {
        return ended(job.jobId());
    }

    Job ended(String jobId) {
        Job ended = jobs.await(jobId, PATIENCE, each -> true).orElseThrow();
        if (ended.status() != JobStatus.COMPLETED) {
            throw new IllegalStateException(ended.status() + ": " + ended.error());
        }
        return ended;
    }

    @Override
    public void close() {
        try {
            process.stop();
            signals.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the worker did not stop", e);
        }
    }
}
