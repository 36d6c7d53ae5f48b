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

class DatabaseDaoTest {
    /** A table of this test. */
    public interface CounterDao {
        @SqlUpdate("update counters set value = value + 1 where name = :name")
        void increment(String name);

        @SqlQuery("select value from counters where name = :name")
        int value(String name);

        @SqlQuery("select 1 from pg_sleep(:seconds)")
        int sleep(double seconds);
    }

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
