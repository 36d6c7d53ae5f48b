package io.os199.cs.benchmarks;

import io.os199.cs.jobs.Job;
import io.os199.cs.platform.database.Database;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Computes something over the whole portfolio with its job, as the product's worker runs it, and then with the bare
 * statement: the same SQL over the same chunks, with the same concurrency, without storing anything.
 */
final class Recalculation implements Benchmark {
    /** The number of chunks of a job over the portfolio processed at once. */
    private static final int TAKERS = 4;

    private static final int COPIED_DAYS = 120;

    private final OverPortfolio portfolio;
    private final Clock clock;
    private final PeakHeap heap = new PeakHeap();

    Recalculation(OverPortfolio portfolio, Clock clock) {
        this.portfolio = portfolio;
        this.clock = clock;
    }

    /** One run of the two. */
    private record Run(
            int clients, int chunks, double jobSeconds, double bareSeconds, long heapMebibytes) {
        double jobRate() {
            return clients / jobSeconds;
        }

        double bareRate() {
            return clients / bareSeconds;
        }

        double ratio() {
            return jobSeconds / bareSeconds;
        }
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        new DemoFill(clock).run(server, options);
        Database database = server.database();
        copy(server, options);
        List<Run> runs = new ArrayList<>();
        System.out.println(
                """
                | run | clients | chunks | job s | job clients/s | statement s | statement clients/s | job : statement | peak heap MiB |
                |---|---|---|---|---|---|---|---|---|\
                """);
        try (Worker worker = Worker.start(server, portfolio.work(), clock)) {
            for (int number = 1; number <= options.repeats(); number++) {
                Run run = once(worker, database);
                runs.add(run);
                print(Integer.toString(number), run);
            }
        }
        print("min / median / max of job clients/s", runs, Run::jobRate);
        print("min / median / max of statement clients/s", runs, Run::bareRate);
    }

    private void copy(BenchmarkServer server, BenchmarkOptions options) {
        Database database = server.database();
        boolean isCopied =
                database.read(tx -> tx.dao(ScoreStatementDao.class).clientCount())
                        > options.clients();
        if (options.copies() == 1 || isCopied) {
            return;
        }
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        Stopwatch stopwatch = Stopwatch.started();
        database.write(
                tx -> {
                    tx.dao(CopiesDao.class)
                            .copy(options.copies() - 1, today.minusDays(COPIED_DAYS));
                    return true;
                });
        database.write(tx -> tx.dao(CopiesDao.class).analyze());
        System.out.printf(
                "%d of each client, with %d days of use, in %.1f s%n",
                options.copies(), COPIED_DAYS, stopwatch.seconds());
    }

    private Run once(Worker worker, Database database) throws Exception {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        heap.reset();
        Job job = worker.ended(worker.submit(database.read(tx -> portfolio.order(tx, today))));
        long heapMebibytes = heap.mebibytes();
        List<String[]> chunks =
                database.read(tx -> tx.dao(ScoreStatementDao.class).chunks(job.jobId()));
        Stopwatch stopwatch = Stopwatch.started();
        int clients = bare(database, chunks, today, job);
        double bareSeconds = stopwatch.seconds();
        double jobSeconds =
                Duration.between(job.submittedAt(), job.finishedAt()).toMillis() / 1000.0;
        return new Run(clients, chunks.size(), jobSeconds, bareSeconds, heapMebibytes);
    }

    private int bare(Database database, List<String[]> chunks, LocalDate today, Job job)
            throws Exception {
        List<Callable<Integer>> statements = new ArrayList<>();
        for (String[] chunk : chunks) {
            statements.add(() -> database.read(tx -> portfolio.bare(tx, chunk, today, job)));
        }
        int clients = 0;
        try (ExecutorService takers = Executors.newFixedThreadPool(TAKERS)) {
            for (Future<Integer> chunk : takers.invokeAll(statements)) {
                clients += chunk.get();
            }
        }
        return clients;
    }

    private static void print(String name, Run run) {
        System.out.printf(
                "| %s | %,d | %d | %.1f | %,.0f | %.1f | %,.0f | %.2f | %d |%n",
                name,
                run.clients(),
                run.chunks(),
                run.jobSeconds(),
                run.jobRate(),
                run.bareSeconds(),
                run.bareRate(),
                run.ratio(),
                run.heapMebibytes());
    }

    private static void print(String name, List<Run> runs, ToDoubleFunction<Run> rate) {
        double[] sorted = runs.stream().mapToDouble(rate).sorted().toArray();
        System.out.printf(
                "%s: %,.0f / %,.0f / %,.0f%n",
                name, sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
