package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Submits tiny jobs at a steady pace and says how long each waited for the worker: {@code started_at - submitted_at}. */
final class SubmitToStart implements Benchmark {
    /** The number of jobs not measured, until classes are loaded and pools are full. */
    private static final int WARM_UP = 20;

    private final Clock clock;

    SubmitToStart(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        try (Worker worker = Worker.start(server, new Nothing(), clock)) {
            submit(worker, 0, WARM_UP, options.paceMillis());
            Latencies waits =
                    Latencies.of(
                            submit(worker, WARM_UP, options.submissions(), options.paceMillis())
                                    .stream()
                                    .map(SubmitToStart::wait)
                                    .toList());
            System.out.printf(
                    "submit to start: %d jobs, one each %d ms, after %d to warm up: p50 %.1f ms,"
                            + " p95 %.1f ms, max %.1f ms%n",
                    waits.sorted().size(),
                    options.paceMillis(),
                    WARM_UP,
                    waits.millis(50),
                    waits.millis(95),
                    waits.millis(100));
        }
    }

    /** Submits jobs and returns them as they ended. */
    private static List<Job> submit(Worker worker, int first, int count, int paceMillis)
            throws InterruptedException, ExecutionException {
        List<Future<Job>> submitted = new ArrayList<>();
        try (ScheduledExecutorService pacemaker = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < count; i++) {
                JsonNode arguments = Json.tree(Map.of("number", first + i));
                submitted.add(
                        pacemaker.schedule(
                                () -> worker.submit(arguments),
                                (long) i * paceMillis,
                                TimeUnit.MILLISECONDS));
            }
        }
        List<Job> ended = new ArrayList<>();
        for (Future<Job> each : submitted) {
            ended.add(worker.ended(each.get()));
        }
        return ended;
    }

    private static Duration wait(Job job) {
        return Duration.between(job.submittedAt(), job.startedAt());
    }

    private static final class Nothing implements SingleWork {
        @Override
        public String tool() {
            return "benchmark";
        }

        @Override
        public JsonNode run(Transaction tx, RunningJob job) {
            return Json.tree(Map.of());
        }
    }
}
