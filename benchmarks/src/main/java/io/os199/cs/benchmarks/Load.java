package io.os199.cs.benchmarks;

import io.os199.cs.benchmarks.ProcessWatch.Look;
import io.os199.cs.benchmarks.load.Answered;
import io.os199.cs.benchmarks.load.LoadGenerator;
import io.os199.cs.benchmarks.load.LoadPlan;
import io.os199.cs.benchmarks.load.ReadMixUsers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Users whose assistants read, for minutes: what answers they get, how fast, and what that costs. No answer may be an
 * error.
 */
final class Load implements Benchmark {
    private static final Duration RAMP = Duration.ofSeconds(30);
    private static final double MEBIBYTE = 1 << 20;

    private final Who who;
    private final Clock clock;

    /** The kind of users, with their default number and the calls per minute that each key may make. */
    enum Who {
        /** People with ordinary keys. */
        PEOPLE(1_000, 600),
        /** Programs that do not pause to think, and wait for nothing but a connection. */
        PROGRAMS(100, 100_000_000);

        private final int users;
        private final int callsPerMinute;

        Who(int users, int callsPerMinute) {
            this.users = users;
            this.callsPerMinute = callsPerMinute;
        }
    }

    Load(Who who, Clock clock) {
        this.who = who;
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        new DemoFill(clock).run(server, options);
        int users = options.users(who.users);
        int think = who == Who.PEOPLE ? options.thinkSeconds() : 0;
        Duration time = RAMP.plus(Duration.ofMinutes(options.minutes()));
        try (UnderLoad under =
                UnderLoad.start(
                        server,
                        options.isCached(),
                        options.connections(),
                        users,
                        who.callsPerMinute,
                        clock)) {
            List<Answered> answers =
                    LoadGenerator.run(
                            ReadMixUsers.class,
                            new LoadPlan(
                                    under.uri(),
                                    under.keys(),
                                    under.portfolio(),
                                    users,
                                    0,
                                    think * 1_000,
                                    RAMP.toMillis(),
                                    time.toMillis()));
            Instant begun = answers.getFirst().at();
            LoadRun run =
                    LoadRun.between(
                            begun.plus(RAMP), begun.plus(time), answers, under.watch().looks());
            print(run, answers, under.watch().looks(), users, think, options);
            check(answers);
        }
    }

    private static void print(
            LoadRun run,
            List<Answered> all,
            List<Look> looks,
            int users,
            int think,
            BenchmarkOptions options) {
        Latencies latencies = run.latencies();
        System.out.printf(
                """
                | users | think s | cache | connections | calls/s | errors | p50 ms | p95 ms | p99 ms | max ms | hit rate |
                |---|---|---|---|---|---|---|---|---|---|---|
                | %,d | %d | %s | %d | %.1f | %,d | %.0f | %.0f | %.0f | %.0f | %.1f %% |

                | cores of the API | CPU µs a call | cores of PostgreSQL | CPU µs a call | most waiting | heap MiB | resident MiB before | most | after |
                |---|---|---|---|---|---|---|---|---|
                | %.2f | %,.0f | %.2f | %,.0f | %.0f | %.0f | %.0f | %.0f | %.0f |

                | asked | calls | p50 ms | p95 ms | p99 ms | max ms |
                |---|---|---|---|---|---|
                """,
                users,
                think,
                options.isCached() ? "Redis" : "none",
                options.connections(),
                run.goodPerSecond(),
                all.stream().filter(answer -> !answer.isOk()).count(),
                latencies.millis(50),
                latencies.millis(95),
                latencies.millis(99),
                latencies.millis(100),
                run.hitRate() * 100,
                run.cores(),
                run.microsPerCall(),
                run.databaseCores(),
                run.databaseMicrosPerCall(),
                run.mostWaiting(),
                run.mostHeapMebibytes(),
                looks.getFirst().residentBytes() / MEBIBYTE,
                run.mostResidentMebibytes(),
                looks.getLast().residentBytes() / MEBIBYTE);
        run.byName()
                .forEach(
                        (asked, answers) -> {
                            Latencies each = LoadRun.latencies(answers);
                            if (!each.sorted().isEmpty()) {
                                System.out.printf(
                                        "| `%s` | %,d | %.0f | %.0f | %.0f | %.0f |%n",
                                        asked,
                                        answers.size(),
                                        each.millis(50),
                                        each.millis(95),
                                        each.millis(99),
                                        each.millis(100));
                            }
                        });
    }

    private static void check(List<Answered> answers) {
        var faults = LoadRun.faults(answers);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "not every one of %,d answers was good: %s".formatted(answers.size(), faults));
        }
    }
}
