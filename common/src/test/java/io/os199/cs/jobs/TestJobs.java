package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

/** Jobs on a database of their own, with a portfolio of clients and a clock that can be advanced. */
public final class TestJobs implements AutoCloseable {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final TestDatabase testDatabase = TestDatabase.create();
    private final Map<String, Runnable> after = new ConcurrentHashMap<>();
    private final Database database =
            testDatabase.database((name, took, failed) -> after.getOrDefault(name, () -> {}).run());
    private final JobQueue queue = new JobQueue(testDatabase.dataSource());
    private final DatabaseSignals signals = new DatabaseSignals(testDatabase.directDataSource());
    private final Clock clock = movable();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, List.of());
    private final Jobs jobs = new Jobs(database, queue, signals, clock);

    public TestJobs(int clients) {
        testDatabase
                .jdbi()
                .useHandle(
                        handle -> {
                            handle.execute(
                                    """
                                    insert into client_names (client_id, name)
                                    select 'client_' || lpad(n::text, 26, '0'), 'Client ' || n from generate_series(1, ?) n
                                    """,
                                    clients);
                            handle.execute(
                                    """
                                    insert into clients (client_id, name, company_name)
                                    select client_id, name, name from client_names
                                    """);
                            handle.execute(
                                    "create table marks (job_id text, client_id text, pid int"
                                            + " default pg_backend_pid())");
                        });
    }

    public TestJobs listening() throws InterruptedException {
        signals.start();
        return this;
    }

    /** Creates an engine as a worker process would have it, with short leases; not started. */
    public JobEngine engine(JobWork... works) {
        JobTimes times =
                new JobTimes(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(200),
                        Duration.ofMillis(300),
                        Duration.ofMinutes(1),
                        Duration.ofHours(2));
        return new JobEngine(
                database, queue, signals, List.of(works), clock, times, metrics, Tracing.off());
    }

    /**
     * Runs {@code action} in the thread that has just run that statement; the transaction waits for it.
     *
     * @param statement {@code Dao.method}
     */
    public void after(String statement, Runnable action) {
        after.put(statement, action);
    }

    /** Returns the registry with the metrics of these engines. */
    public PrometheusRegistry registry() {
        return registry;
    }

    public Jobs jobs() {
        return jobs;
    }

    public JobQueue queue() {
        return queue;
    }

    public Database database() {
        return database;
    }

    public DataSource dataSource() {
        return testDatabase.dataSource();
    }

    public DataSource directDataSource() {
        return testDatabase.directDataSource();
    }

    public DatabaseSignals signals() {
        return signals;
    }

    public Clock clock() {
        return clock;
    }

    public Instant now() {
        return clock.instant();
    }

    public void goOn(Duration duration) {
        ahead.updateAndGet(duration::plus);
    }

    public Job submit(String tool, String principal) {
        return submit(tool, principal, JsonNodeFactory.instance.objectNode());
    }

    public Job submit(String tool, String principal, JsonNode arguments) {
        return database.write(tx -> jobs.submit(tx, new JobOrder(tool, arguments, principal)));
    }

    public Job job(String jobId) {
        return jobs.find(jobId).orElseThrow();
    }

    public CancelOutcome cancel(String jobId) {
        return database.write(tx -> jobs.cancel(tx, jobs.find(tx, jobId).orElseThrow()));
    }

    public long count(String sql) {
        return testDatabase
                .jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    public void execute(String sql) {
        testDatabase.jdbi().useHandle(handle -> handle.execute(sql));
    }

    /** Waits for a condition, and fails when it is not met in time. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about within 30 s");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws SQLException {
        signals.stop();
        testDatabase.close();
    }

    private Clock movable() {
        InstantSource source = () -> Instant.now().plus(ahead.get());
        return source.withZone(ZoneOffset.UTC);
    }
}
