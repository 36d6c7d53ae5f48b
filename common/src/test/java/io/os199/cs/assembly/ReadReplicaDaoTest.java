package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.database.Caller;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.ReplicatedPostgres;
import io.os199.cs.testing.ReplicatedPostgres.Server;
import io.os199.cs.testing.TestRedis;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Tests over real streaming replication. The promotion comes last, because afterwards there is no replica. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReadReplicaDaoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SET_UP =
            """
            create role service login;
            create role reader login;
            create table notes (id text primary key);
            grant select, insert on notes to service;
            grant select on notes to reader;
            """;

    interface NoteDao {
        @SqlUpdate("insert into notes (id) values (:id)")
        void add(String id);

        @SqlQuery("select exists (select from notes where id = :id)")
        boolean has(String id);

        @SqlQuery("select inet_server_port()")
        int port();

        @SqlQuery("select current_user")
        String user();

        @SqlQuery("select pg_sleep(case when pg_is_in_recovery() then 90 else 0 end)::text")
        String waitOnReplica();
    }

    @TempDir private static Path folder;
    private static ReplicatedPostgres servers;
    private static TestRedis redis;

    @BeforeAll
    static void start() {
        servers = ReplicatedPostgres.start(folder, primary -> primary.execute(SET_UP));
        redis = TestRedis.start();
    }

    @AfterAll
    static void stop() {
        servers.close();
        redis.close();
    }

    @Test
    @Order(1)
    void readsGoToTheReplicaAlsoWhileNothingIsWritten() {
        try (ReplicaProcess process = process("1s")) {
            awaitReplica(process);
            String idle = "select now() - pg_last_xact_replay_timestamp() > interval '1500 ms'";
            write(process, "idle");
            await(() -> servers.standby().value(idle).equals("t"));

            awaitReplica(process);
            await(() -> process.metric("database_replica_usable") == 1);
            await(() -> process.metric("database_replica_lag_seconds") < 1);
            await(
                    () ->
                            process.database()
                                    .snapshot(tx -> tx.dao(NoteDao.class).user())
                                    .equals("reader"));
            assertThat(reads(process, "replica", "fresh")).isPositive();
        }
    }

    @Test
    @Order(2)
    void readsGoToThePrimaryWhileTheReplicaLags() {
        try (ReplicaProcess process = process("1s")) {
            awaitReplica(process);
            servers.standby().execute("select pg_wal_replay_pause()");
            try {
                write(process, "unseen");
                await(() -> process.metric("database_replica_usable") == 0);
                await(() -> has(process, "unseen"));
                assertThat(process.metric("database_replica_lag_seconds")).isGreaterThan(1);
                assertThat(reads(process, "primary", "behind")).isPositive();
                assertThat(
                                servers.standby()
                                        .value("select count(*) from notes where id = 'unseen'"))
                        .isEqualTo("0");
            } finally {
                servers.standby().execute("select pg_wal_replay_resume()");
            }
            awaitReplica(process);
            assertThat(has(process, "unseen")).isTrue();
        }
    }

    @Test
    @Order(3)
    void whoWroteSeesItInEveryProcessWhileOthersReadTheReplica() {
        try (ReplicaProcess here = process("10s");
                ReplicaProcess there = process("10s")) {
            awaitReplica(here);
            awaitReplica(there);
            here.platform().cache().get("g", "k", PATIENCE, Boolean.class, () -> has(here, "mine"));
            servers.standby().execute("select pg_wal_replay_pause()");
            try {
                boolean atOnce =
                        Caller.scope(
                                "writer",
                                true,
                                () -> {
                                    assertThat(has(here, "mine")).isFalse();
                                    write(here, "mine");
                                    return has(here, "mine");
                                });
                here.platform().cache().drop(List.of("g"));

                assertThat(atOnce).isTrue();
                assertThat(seenBy("writer", here)).isTrue();
                assertThat(seenBy("writer", there)).isTrue();
                assertThat(seenBy("another", there)).as("through the replica").isFalse();
                tell("told", here);
                assertThat(seenBy("told", there)).isTrue();
                assertThat(has(there, "mine")).as("through the replica").isFalse();
                assertThat(
                                there.platform()
                                        .cache()
                                        .get(
                                                "g",
                                                "k",
                                                PATIENCE,
                                                Boolean.class,
                                                () -> has(there, "mine")))
                        .as("what is kept after a drop shows what it was for")
                        .isTrue();
                redis.stop();
                assertThat(seenBy("another", there)).as("nobody knows").isTrue();
                boolean onlyReads = Caller.scope("reader", false, () -> has(there, "mine"));
                assertThat(onlyReads).as("through the replica").isFalse();
            } finally {
                redis.startAgain();
                servers.standby().execute("select pg_wal_replay_resume()");
            }
            assertThat(reads(there, "primary", "own_write")).isPositive();
            assertThat(reads(there, "primary", "current")).isPositive();
            assertThat(reads(there, "primary", "writes_unknown")).isPositive();
        }
    }

    @Test
    @Order(4)
    void noReadFailsWhenTheReplicaIsKilledAndItIsUsedAgain() throws Exception {
        try (ReplicaProcess process = process("10s");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitReplica(process);
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> readUntil(done, process)));
            }
            Future<Integer> caught =
                    threads.submit(
                            () ->
                                    process.database()
                                            .snapshot(
                                                    tx -> {
                                                        tx.dao(NoteDao.class).waitOnReplica();
                                                        return tx.dao(NoteDao.class).port();
                                                    }));
            String waits = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";
            await(() -> servers.standby().value(waits).equals("1"));
            servers.standby().kill();

            assertThat(caught.get()).isEqualTo(servers.primary().port());
            assertThat(port(process)).isEqualTo(servers.primary().port());
            assertThat(process.metric("database_replica_usable")).isZero();
            assertThat(reads(process, "primary", "broken_off")).isPositive();
            assertThat(process.health("read-database").isHealthy()).isTrue();
            try (ReplicaProcess later = process("1s")) {
                assertThat(port(later)).isEqualTo(servers.primary().port());
                assertThat(later.health("read-database").getMessage()).contains("down");
            }

            servers.standby().start();
            awaitReplica(process);
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    @Test
    @Order(5)
    void aRoleOnThePrimaryIsNoReplica() {
        Map<String, String> variables = new HashMap<>(variables("1s"));
        variables.put("CS_READ_DATABASE_URL", url(servers.primary()) + "?user=reader");
        try (ReplicaProcess process = new ReplicaProcess(variables)) {
            Caller.scope(
                    "writer",
                    true,
                    () -> {
                        write(process, "one server");
                        return process;
                    });
            String user = process.database().read(tx -> tx.dao(NoteDao.class).user());
            assertThat(user).isEqualTo("reader");
            assertThat(process.metrics())
                    .doesNotContain("database_reads", "database_replica")
                    .contains("database_pool_size");
        }
    }

    @Test
    @Order(6)
    void aLagThatCannotBeKeptIsRefusedAtStart() {
        assertThatThrownBy(() -> process("100ms"))
                .rootCause()
                .hasMessageContaining("CS_READ_DATABASE_LAG")
                .hasMessageContaining("500 milliseconds");
    }

    @Test
    @Order(7)
    void aWriteThatMeetsAStandbyIsRunAgainWhereTheAddressLeadsNow() throws Exception {
        try (MovingAddress address = new MovingAddress(servers.standby().port())) {
            Map<String, String> variables = new HashMap<>(variables("1s"));
            variables.put(
                    "CS_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres");
            try (ReplicaProcess process = new ReplicaProcess(variables)) {
                int before = process.database().current(tx -> tx.dao(NoteDao.class).port());
                assertThat(before).isEqualTo(servers.standby().port());
                assertThatThrownBy(() -> write(process, "nowhere"))
                        .hasStackTraceContaining("read-only transaction");

                int idle = process.database().current(tx -> tx.dao(NoteDao.class).port());
                assertThat(idle).isEqualTo(servers.standby().port());
                address.leadTo(servers.primary().port());
                write(process, "moved");
                awaitReplica(process);
                assertThat(servers.primary().value("select count(*) from notes where id = 'moved'"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    @Order(9)
    void readsAndWritesGoOnAfterAPromotionWithoutAStart() {
        Map<String, String> both = new HashMap<>(variables("1s"));
        both.put("CS_DATABASE_URL", urlOfBoth("primary"));
        both.put("CS_READ_DATABASE_URL", urlOfBoth("preferSecondary"));
        try (ReplicaProcess single = process("1s");
                ReplicaProcess moving = new ReplicaProcess(both)) {
            awaitReplica(single);
            awaitReplica(moving);
            write(moving, "before");

            servers.standby().execute("select pg_promote()");
            await(() -> single.health("read-database").getMessage().contains("promoted"));
            write(single, "diverged");
            assertThat(has(single, "diverged")).isTrue();
            assertThat(port(single)).isEqualTo(servers.primary().port());

            servers.primary().kill();
            await(() -> succeeds(() -> write(moving, "after")));
            assertThat(servers.standby().value("select count(*) from notes where id = 'after'"))
                    .isEqualTo("1");
            await(() -> succeeds(() -> has(moving, "after")));
            await(() -> moving.health("read-database").getMessage().contains("same_server"));
            assertThat(has(moving, "before")).isTrue();
            assertThat(has(moving, "after")).isTrue();
            assertThat(port(moving)).isEqualTo(servers.standby().port());
        }
    }

    private static ReplicaProcess process(String lag) {
        return new ReplicaProcess(variables(lag));
    }

    private static Map<String, String> variables(String lag) {
        return Map.of(
                "CS_DATABASE_URL", url(servers.primary()),
                "CS_DATABASE_USER", "service",
                "CS_READ_DATABASE_URL", url(servers.standby()),
                "CS_READ_DATABASE_USER", "reader",
                "CS_READ_DATABASE_LAG", lag,
                "CS_REDIS_HOST", redis.host(),
                "CS_REDIS_PORT", Integer.toString(redis.port()));
    }

    private static String url(Server server) {
        return "jdbc:postgresql://" + server.address() + "/postgres";
    }

    private static String urlOfBoth(String type) {
        return "jdbc:postgresql://%s,%s/postgres?targetServerType=%s&hostRecheckSeconds=1"
                .formatted(servers.primary().address(), servers.standby().address(), type);
    }

    private static void write(ReplicaProcess process, String id) {
        process.database()
                .write(
                        tx -> {
                            tx.dao(NoteDao.class).add(id);
                            return id;
                        });
    }

    private static boolean has(ReplicaProcess process, String id) {
        return process.database().read(tx -> tx.dao(NoteDao.class).has(id));
    }

    private static boolean seenBy(String caller, ReplicaProcess process) {
        return Caller.scope(caller, true, () -> has(process, "mine"));
    }

    private static void tell(String caller, ReplicaProcess process) {
        Caller.scope(
                caller,
                false,
                () -> {
                    process.database().callerKnows();
                    return process;
                });
    }

    private static int port(ReplicaProcess process) {
        Database database = process.database();
        return database.snapshot(tx -> tx.dao(NoteDao.class).port());
    }

    private static int readUntil(AtomicBoolean done, ReplicaProcess process) {
        int reads = 0;
        while (!done.get()) {
            has(process, "idle");
            reads++;
        }
        return reads;
    }

    private static double reads(ReplicaProcess process, String target, String reason) {
        return process.metric(
                "database_reads_total{reason=\"%s\",target=\"%s\"}".formatted(reason, target));
    }

    private static void awaitReplica(ReplicaProcess process) {
        await(() -> port(process) == servers.standby().port());
    }

    private static boolean succeeds(Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
