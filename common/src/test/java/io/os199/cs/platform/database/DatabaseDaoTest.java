package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

class DatabaseDaoTest {
    /** A table of this test. */
    public interface CounterDao {
        @SqlUpdate("update counters set value = value + 1 where name = :name")
        void increment(String name);

        @SqlQuery("select value from counters where name = :name")
        int value(String name);

        @SqlQuery("select 1 from pg_sleep(:seconds)")
        int sleep(double seconds);

        @SqlQuery("select set_config('statement_timeout', :limit, true)")
        String limit(String limit);

        @SqlQuery("select current_user")
        String role();

        @SqlQuery("select count(*) from idempotency_keys")
        int secret();

        @SqlQuery("update counters set value = 9 returning name")
        String overwrite();

        @SqlQuery("with gone as (delete from counters returning name) select min(name) from gone")
        String remove();

        @SqlQuery("select name from counters limit 1 for update")
        String lock();
    }

    private static final List<Work<String>> HIDDEN_WRITES =
            List.of(
                    tx -> tx.dao(CounterDao.class).overwrite(),
                    tx -> tx.dao(CounterDao.class).remove(),
                    tx -> tx.dao(CounterDao.class).lock());

    private static TestDatabase testDatabase;
    private static Database database;

    @BeforeAll
    static void create() {
        testDatabase = TestDatabase.create();
        database = testDatabase.database();
        testDatabase
                .jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "create table counters (name text primary key, value"
                                                + " int)"));
    }

    @AfterAll
    static void drop() {
        testDatabase.close();
    }

    @BeforeEach
    void reset() {
        testDatabase
                .jdbi()
                .useHandle(
                        handle -> {
                            handle.execute("delete from counters");
                            handle.execute("insert into counters values ('a', 0), ('b', 0)");
                        });
    }

    @Test
    void keepsNothingOfWhatIsRefusedOrFails() {
        List<String> after = new ArrayList<>();
        Answer<String> refused =
                database.write(
                        tx -> {
                            tx.dao(CounterDao.class).increment("a");
                            tx.afterCommit(() -> after.add("refused"));
                            return Answer.refused(Refusal.conflict("no"));
                        });
        assertThat(refused).isInstanceOf(Answer.Refused.class);
        assertThatThrownBy(
                        () ->
                                database.write(
                                        tx -> {
                                            tx.dao(CounterDao.class).increment("a");
                                            tx.afterCommit(() -> after.add("failed"));
                                            throw new IllegalStateException("fault");
                                        }))
                .hasMessage("fault");
        assertThat(value("a")).isZero();
        assertThat(after).isEmpty();
    }

    @Test
    void actsAfterTheCommit() {
        List<Integer> seen = new ArrayList<>();
        database.write(
                tx -> {
                    tx.dao(CounterDao.class).increment("a");
                    tx.afterCommit(() -> seen.add(value("a")));
                    return Answer.of("done");
                });
        assertThat(seen).containsExactly(1);
    }

    @Test
    void goesOnAfterAStatementThatTookTooLongWithoutWhatThatPartDid() {
        Optional<Integer> late =
                database.write(
                        tx -> {
                            CounterDao dao = tx.dao(CounterDao.class);
                            dao.increment("a");
                            Optional<Integer> slow =
                                    tx.within(
                                            Duration.ofMillis(200),
                                            () -> {
                                                dao.increment("b");
                                                return dao.sleep(20);
                                            });
                            assertThat(tx.within(Duration.ofSeconds(5), () -> dao.value("a")))
                                    .hasValue(1);
                            return slow;
                        });
        assertThat(late).isEmpty();
        assertThat(value("a")).isEqualTo(1);
        assertThat(value("b")).isZero();
    }

    @Test
    void seesOneSnapshotAndWritesNothingInReads() {
        int second =
                database.snapshot(
                        tx -> {
                            CounterDao dao = tx.dao(CounterDao.class);
                            int first = dao.value("a");
                            increment("a");
                            assertThat(dao.value("a")).isEqualTo(first);
                            return first;
                        });
        assertThat(value("a")).isEqualTo(second + 1);
        assertThatThrownBy(() -> database.read(tx -> touch(tx))).hasMessageContaining("read-only");
    }

    @Test
    void whereOnlyReadingIsAllowedNoWriteGetsThrough() {
        database.onlyReading(
                () -> {
                    assertThatThrownBy(() -> database.write(DatabaseDaoTest::touch))
                            .isInstanceOf(IllegalStateException.class);
                    for (Work<String> hidden : HIDDEN_WRITES) {
                        assertThatThrownBy(() -> database.current(hidden))
                                .hasStackTraceContaining("read-only transaction");
                        assertThatThrownBy(() -> database.read(hidden))
                                .hasStackTraceContaining("read-only transaction");
                        assertThatThrownBy(() -> database.snapshot(hidden))
                                .hasStackTraceContaining("read-only transaction");
                    }
                    String current = database.current(tx -> tx.dao(CounterDao.class).role());
                    String read = database.read(tx -> tx.dao(CounterDao.class).role());
                    assertThat(List.of(current, read)).containsOnly("cs_test_read_only");
                    assertThatThrownBy(
                                    () -> database.current(tx -> tx.dao(CounterDao.class).secret()))
                            .hasStackTraceContaining("permission denied");
                    return "nothing";
                });
        assertThat(value("a")).isZero();
        increment("a");
        String afterwards = database.current(tx -> tx.dao(CounterDao.class).role());
        int seen = database.current(tx -> tx.dao(CounterDao.class).value("a"));
        assertThat(afterwards).isEqualTo("cs_test_service");
        assertThat(seen).isEqualTo(1);
    }

    @Test
    void readsOfThePrimaryAreReadOnlyToo() {
        assertThatThrownBy(() -> database.current(DatabaseDaoTest::touch))
                .hasStackTraceContaining("read-only transaction");
    }

    @Test
    void runsAgainWhatADeadlockEnded() throws Exception {
        CountDownLatch bothHold = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> ab = threads.submit(() -> inOrder("a", "b", bothHold));
            Future<?> ba = threads.submit(() -> inOrder("b", "a", bothHold));
            ab.get();
            ba.get();
        }
        assertThat(value("a")).isEqualTo(2);
        assertThat(value("b")).isEqualTo(2);
    }

    @Test
    void stopsTheStatementUnderWayAndEveryLaterOne() throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call =
                    threads.submit(
                            () ->
                                    cancellation.scope(
                                            () ->
                                                    database.write(
                                                            tx -> {
                                                                tx.dao(CounterDao.class)
                                                                        .increment("a");
                                                                begun.countDown();
                                                                return tx.dao(CounterDao.class)
                                                                        .sleep(60);
                                                            })));
            begun.await();
            cancellation.cancel();
            assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
        }
        assertThat(value("a")).isZero();
        assertThatThrownBy(() -> cancellation.scope(() -> database.write(DatabaseDaoTest::touch)))
                .isInstanceOf(CancelledException.class);
        assertThat(value("a")).isZero();
    }

    @Test
    void goesOnWithoutWhatTookLongerThanAStatementMay() throws Exception {
        assertThat(database.readInTime(tx -> tx.dao(CounterDao.class).value("a"))).contains(0);
        assertThat(database.readInTime(tx -> sleepLimited(tx, "50ms"))).isEmpty();
        Cancellation cancellation = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call =
                    threads.submit(
                            () ->
                                    cancellation.scope(
                                            () ->
                                                    database.readInTime(
                                                            tx -> {
                                                                begun.countDown();
                                                                return sleepLimited(tx, "60s");
                                                            })));
            begun.await();
            cancellation.cancel();
            assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
        }
    }

    private static int sleepLimited(Transaction tx, String limit) {
        tx.dao(CounterDao.class).limit(limit);
        return tx.dao(CounterDao.class).sleep(60);
    }

    /** The server does not remember a cancel request that arrives between two statements when the second one begins. */
    @Test
    void stopsAStatementThatBeginsAfterItWasToldTo() throws Exception {
        Cancellation cancellation = new Cancellation();
        AtomicBoolean slept = new AtomicBoolean();
        assertThatThrownBy(
                        () ->
                                cancellation.scope(
                                        () ->
                                                database.write(
                                                        tx -> {
                                                            cancellation.cancel();
                                                            tx.dao(CounterDao.class).sleep(20);
                                                            slept.set(true);
                                                            return "";
                                                        })))
                .isInstanceOf(CancelledException.class);
        assertThat(slept).isFalse();
    }

    private static int touch(Transaction tx) {
        tx.dao(CounterDao.class).increment("a");
        return 1;
    }

    private static void increment(String name) {
        database.write(
                tx -> {
                    tx.dao(CounterDao.class).increment(name);
                    return name;
                });
    }

    private static int value(String name) {
        return database.read(tx -> tx.dao(CounterDao.class).value(name));
    }

    private static String inOrder(String first, String second, CountDownLatch bothHold) {
        return database.write(
                tx -> {
                    tx.dao(CounterDao.class).increment(first);
                    bothHold.countDown();
                    await(bothHold);
                    tx.dao(CounterDao.class).increment(second);
                    return first;
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
