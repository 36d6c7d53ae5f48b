package io.os199.cs.benchmarks;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.benchmarks.IntakeDao.Rollup;
import io.os199.cs.benchmarks.Senders.Sent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends usage events to the API over HTTP while the worker rolls them up, and copies the same events into the same table by
 * COPY. At the end the rollups are compared with a plain aggregate of the events that were to be sent.
 */
final class Intake implements Benchmark {
    /** The share of the bodies that is not measured, while classes are loaded and pools filled. */
    private static final double WARM_UP = 0.1;

    private static final int CALLS_PER_MINUTE = 1_000_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Clock clock;

    Intake(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        Instant now = clock.instant();
        Database database = server.database();
        SentEvents events = SentEvents.make(options.events(), options.clients(), now);
        prepare(server, options.clients(), now);
        double copySeconds = copy(server, events.distinct());
        String key =
                new ApiKeys(database, clock)
                        .create("benchmarks", EnumSet.of(Scope.CS_INGEST), CALLS_PER_MINUTE, null)
                        .secret();
        try (Deployment deployment = Deployment.start(server)) {
            Senders senders = new Senders(deployment.uri("/v1/events/usage"), key);
            int warmUp = (int) (events.bodies().size() * WARM_UP);
            List<Sent> before = senders.send(events.bodies().subList(0, warmUp));
            Stopwatch stopwatch = Stopwatch.started();
            List<Sent> sent = senders.send(events.bodies().subList(warmUp, events.bodies().size()));
            double seconds = stopwatch.seconds();
            double rolledUpAfter = awaitRollups(database);
            print(events, copySeconds, sent, seconds);
            check(database, events, accepted(before) + accepted(sent), rolledUpAfter);
        }
    }

    private static void prepare(BenchmarkServer server, int clients, Instant now)
            throws SQLException {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        Partitions partitions = new Partitions(server.direct(), Clock.systemUTC());
        for (String table : List.of("usage_events", "usage_hourly")) {
            partitions.ensure(table, month.minusMonths(2), month);
        }
        server.database()
                .write(
                        tx -> {
                            tx.dao(IntakeDao.class).addClients(clients);
                            return true;
                        });
    }

    /** Copies the events, sets them aside, and returns how long the copying took. */
    private static double copy(BenchmarkServer server, List<SentEvent> events) throws SQLException {
        Stopwatch stopwatch = Stopwatch.started();
        UsageCopy.copy(server.direct(), events);
        double seconds = stopwatch.seconds();
        server.database()
                .write(
                        tx -> {
                            tx.dao(IntakeDao.class).keepSent();
                            tx.dao(IntakeDao.class).removeEvents();
                            return true;
                        });
        return seconds;
    }

    /** Waits until no day is left to roll up, and returns how many seconds that took. */
    private static double awaitRollups(Database database) {
        Stopwatch stopwatch = Stopwatch.started();
        while (database.read(tx -> tx.dao(IntakeDao.class).countWaiting()) > 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return stopwatch.seconds();
    }

    private static void print(
            SentEvents events, double copySeconds, List<Sent> sent, double seconds) {
        int lines = sent.stream().mapToInt(each -> each.accepted() + each.duplicates()).sum();
        int refused = sent.stream().mapToInt(Sent::refusedCount).sum();
        Latencies answers = Latencies.of(sent.stream().map(Sent::answered).toList());
        double rate = lines / seconds;
        double copyRate = events.distinct().size() / copySeconds;
        System.out.printf(
                """
                | lines | s | events/s | requests | answered 429 or 503 | p50 ms | p99 ms | COPY events/s | COPY : intake |
                |---|---|---|---|---|---|---|---|---|
                | %,d | %.1f | %,.0f | %,d | %,d | %.0f | %.0f | %,.0f | %.1f |
                """,
                lines,
                seconds,
                rate,
                sent.size(),
                refused,
                answers.millis(50),
                answers.millis(99),
                copyRate,
                copyRate / rate);
    }

    private static int accepted(List<Sent> sent) {
        return sent.stream().mapToInt(Sent::accepted).sum();
    }

    private static void check(
            Database database, SentEvents events, int accepted, double rolledUpAfter) {
        long different = 0;
        for (Rollup rollup : IntakeDao.ROLLUPS) {
            different +=
                    database.read(
                            tx ->
                                    tx.dao(IntakeDao.class)
                                            .countDifferent(rollup.actual(), rollup.expected()));
        }
        System.out.printf(
                "%,d events taken of %,d sent; rolled up %.1f s after the last; %,d rows of the"
                        + " rollups are not as a plain aggregate of what was sent%n",
                accepted, events.distinct().size(), rolledUpAfter, different);
        if (different > 0 || accepted != events.distinct().size()) {
            throw new IllegalStateException("events were lost, or counted wrongly");
        }
    }
}
