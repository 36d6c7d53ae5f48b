package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditVerification;
import io.os199.cs.core.AuditVerification.Summary;
import io.os199.cs.platform.database.Database;
import io.os199.cs.quickstart.Writers.Heard;
import io.os199.cs.quickstart.Writers.Kind;
import io.os199.cs.quickstart.Writers.Sent;
import io.os199.cs.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers write and start jobs without a pause while the API, the worker, Redis and PostgreSQL are killed at random
 * moments and restarted. What a caller was told is true, what it sends again is done once, and everything recovers by
 * itself.
 *
 * <p>{@code -Dcs.kill.rounds=200} kills longer, {@code -Dcs.kill.seed=…} in another order.
 */
class KillRoundsIT {
    private static final int ROUNDS = Integer.getInteger("cs.kill.rounds", 4);
    private static final long SEED = Long.getLong("cs.kill.seed", 199);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LONGEST_PEACE_MILLIS = 1_000;

    /**
     * The processes killed in a round. The first rounds take each in turn, the later ones any, the servers less
     * often.
     */
    private enum Victims {
        API("api"),
        POSTGRES("postgres"),
        WORKER("worker"),
        REDIS("redis"),
        BOTH_PROCESSES("api", "worker"),
        POSTGRES_AND_WORKER("postgres", "worker");

        private final List<String> names;

        Victims(String... names) {
            this.names = List.of(names);
        }

        static Victims of(int round, Random random) {
            if (round < values().length) {
                return values()[round];
            }
            int dice = random.nextInt(20);
            return dice < 7
                    ? API
                    : dice < 12
                            ? WORKER
                            : dice < 15
                                    ? BOTH_PROCESSES
                                    : dice < 17
                                            ? REDIS
                                            : dice < 19 ? POSTGRES : POSTGRES_AND_WORKER;
        }

        boolean has(String name) {
            return names.contains(name);
        }
    }

    @TempDir private static Path data;
    private static RunningProduct product;
    private static PGSimpleDataSource server;
    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(data, RunningProduct.freePort(), 3);
        Map<String, String> environment = product.environment();
        server = new PGSimpleDataSource();
        server.setUrl(environment.get("CS_DATABASE_URL"));
        server.setUser(environment.get("CS_DATABASE_USER"));
        server.setPassword(environment.get("CS_DATABASE_PASSWORD"));
        database = Database.of(server);
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void whatACallerHeardIsTrueWhateverIsKilled() throws Exception {
        Random random = new Random(SEED);
        List<String> clients = strings("select client_id from clients where status <> 'churned'");
        String key = product.newKey("writers", "cs:write");
        Map<Victims, Integer> kills = new EnumMap<>(Victims.class);
        try (Writers writers = new Writers(product.url(), key, clients)) {
            writers.start(SEED);
            for (int round = 0; round < ROUNDS; round++) {
                Victims victims = Victims.of(round, random);
                LockSupport.parkNanos(random.nextInt(LONGEST_PEACE_MILLIS) * 1_000_000L);
                kills.merge(victims, 1, Integer::sum);
                killAndRecover(writers, victims, round);
            }
            List<Sent> sent = writers.end();
            awaitEndOfJobs();
            print(kills, sent);
            assertTrue(sent);

            for (Sent each : sent) {
                if (each.heard() != Heard.DONE) {
                    assertDone(writers.sendAgain(each));
                }
            }
            awaitEndOfJobs();
            assertEachOnce(sent);
        }
    }

    /** A process that reports to be ready does what it is asked to, and one without its database does not report so. */
    private static void killAndRecover(Writers writers, Victims victims, int round)
            throws Exception {
        victims.names.forEach(product::kill);
        if (victims.has("redis")) {
            assertThat(product.answers(product.apiHealth())).as("ready without Redis").isTrue();
            assertDone(writers.send("without Redis %d of 0".formatted(round), Kind.TASK, 0));
        }
        if (victims.has("postgres")) {
            Await.until(() -> !product.answers(product.apiHealth()));
            Await.until(() -> !product.answers(product.workerHealth()));
            product.begin("postgres");
            product.await(PATIENCE, "PostgreSQL", KillRoundsIT::databaseAnswers);
        }
        victims.names.stream().filter(name -> !name.equals("postgres")).forEach(product::begin);
        product.await(PATIENCE, "the API", () -> product.answers(product.apiHealth()));
        assertDone(writers.send("when ready %d of 0".formatted(round), Kind.TASK, 0));
        product.await(PATIENCE, "the worker", () -> product.answers(product.workerHealth()));
    }

    private static void assertDone(Sent sent) {
        assertThat(sent.heard()).as("%s", sent).isEqualTo(Heard.DONE);
    }

    private static void awaitEndOfJobs() {
        String open = "jobs where status not in ('completed', 'failed', 'cancelled')";
        product.await(PATIENCE, "the end of all jobs", () -> count(open) == 0);
    }

    /** Asserts that what the callers were told is true, before anything is sent again. */
    private static void assertTrue(List<Sent> sent) {
        for (Kind kind : Kind.values()) {
            Map<String, Integer> rows = rows(kind);
            for (Sent each : sent) {
                if (each.kind() == kind) {
                    int there = rows.getOrDefault(each.words(), 0);
                    switch (each.heard()) {
                        case DONE -> assertThat(there).as("%s", each).isEqualTo(1);
                        case NOT_DONE -> assertThat(there).as("%s", each).isZero();
                        case UNKNOWN -> assertThat(there).as("%s", each).isLessThan(2);
                        case WRONG -> assertThat(each).isNull();
                    }
                }
            }
        }
    }

    private static void assertEachOnce(List<Sent> sent) {
        for (Kind kind : Kind.values()) {
            Map<String, Integer> rows = rows(kind);
            List<Sent> all = sent.stream().filter(each -> each.kind() == kind).toList();
            assertThat(all).allSatisfy(each -> assertThat(rows).containsEntry(each.words(), 1));
            assertThat(
                            count(
                                    "audit_log where tool = '%s' and action = '%s' and outcome = 'ok'"
                                            .formatted(kind.tool(), kind.action())))
                    .as("audit entries of %s", kind)
                    .isEqualTo(all.size());
        }
        assertThat(count("jobs where tool = 'segment_customers' and status = 'completed'"))
                .isEqualTo((int) sent.stream().filter(each -> each.kind() == Kind.SEGMENT).count());
        Summary audit =
                database.snapshot(
                        tx ->
                                new AuditVerification()
                                        .verify(tx, fault -> assertThat(fault).isNull()));
        assertThat(audit.faultCount()).isZero();
    }

    /** Returns how often each text is stored. */
    private static Map<String, Integer> rows(Kind kind) {
        Map<String, Integer> rows = new HashMap<>();
        strings(
                        "select %1$s from %2$s where %1$s is not null"
                                .formatted(kind.column(), kind.table()))
                .forEach(words -> rows.merge(words, 1, Integer::sum));
        return rows;
    }

    private static void print(Map<Victims, Integer> kills, List<Sent> sent) {
        Map<Heard, Integer> heard = new EnumMap<>(Heard.class);
        sent.forEach(each -> heard.merge(each.heard(), 1, Integer::sum));
        System.out.printf(
                "%d rounds with seed %d: killed %s; %d calls, heard %s%n",
                ROUNDS, SEED, kills, sent.size(), heard);
    }

    private static boolean databaseAnswers() {
        try (var connection = server.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int count(String rows) {
        return Integer.parseInt(strings("select count(*)::text from " + rows).getFirst());
    }

    private static List<String> strings(String sql) {
        try (var connection = server.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> strings = new java.util.ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
