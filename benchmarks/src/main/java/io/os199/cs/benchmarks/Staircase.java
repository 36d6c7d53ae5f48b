package io.os199.cs.benchmarks;

import io.os199.cs.benchmarks.load.Answered;
import io.os199.cs.benchmarks.load.LoadGenerator;
import io.os199.cs.benchmarks.load.LoadPlan;
import io.os199.cs.benchmarks.load.ReadMixRate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Finds the rate at which calls become too many: the read mix at one rate after another, each kept up whatever the
 * answers.
 */
final class Staircase implements Benchmark {
    private static final List<Integer> RATES = List.of(100, 200, 300, 400, 600, 800, 1_200);
    private static final Duration STEP = Duration.ofSeconds(25);
    private static final Duration BEGINNING = Duration.ofSeconds(5);
    private static final int KEYS = 1_000;
    private static final int CALLS_PER_MINUTE = 100_000_000;

    private final Clock clock;

    Staircase(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        new DemoFill(clock).run(server, options);
        try (UnderLoad under =
                UnderLoad.start(
                        server,
                        options.isCached(),
                        options.connections(),
                        KEYS,
                        CALLS_PER_MINUTE,
                        clock)) {
            System.out.println(
                    """
                    | calls/s asked | answered well | 503 | rate_limited | other errors | p50 ms | p99 ms | max ms | most waiting | cores of the API | of PostgreSQL |
                    |---|---|---|---|---|---|---|---|---|---|---|\
                    """);
            for (int rate : RATES) {
                step(under, rate);
            }
        }
    }

    private static void step(UnderLoad under, int rate) throws Exception {
        List<Answered> answers =
                LoadGenerator.run(
                        ReadMixRate.class,
                        new LoadPlan(
                                under.uri(),
                                under.keys(),
                                under.portfolio(),
                                0,
                                rate,
                                0,
                                0,
                                STEP.toMillis()));
        Instant begun = answers.getFirst().at();
        LoadRun run =
                LoadRun.between(
                        begun.plus(BEGINNING), begun.plus(STEP), answers, under.watch().looks());
        Latencies latencies = LoadRun.latencies(answers);
        double good = run.share(Answered.OK);
        double refused = run.share(Answered.REFUSED);
        double shed = run.share(Answered.SHED);
        System.out.printf(
                "| %,d | %,.0f | %.1f %% | %.1f %% | %.1f %% | %.0f | %.0f | %.0f | %.0f | %.2f |"
                        + " %.2f |%n",
                rate,
                run.goodPerSecond(),
                refused * 100,
                shed * 100,
                (1 - good - refused - shed) * 100,
                latencies.millis(50),
                latencies.millis(99),
                latencies.millis(100),
                run.mostWaiting(),
                run.cores(),
                run.databaseCores());
        LoadRun.faults(answers)
                .forEach((fault, count) -> System.err.printf("%,d %s%n", count, fault));
    }
}
