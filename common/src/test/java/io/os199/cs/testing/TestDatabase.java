package io.os199.cs.testing;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StatementListener;
import io.os199.cs.platform.database.Statements;

import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.jdbi.v3.core.Jdbi;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * A migrated PostgreSQL database for one test, empty but for the seeds.
 *
 * <p>The server is the one that {@code CS_TEST_DATABASE_URL} names (a JDBC URL for a role that may create databases
 * and roles), or else an embedded one of this JVM. The migrations run once for all JVMs ({@link PreparedServer}), or
 * once per JVM on a given server; each database is a copy of the result.
 *
 * <p>The code under test connects as the processes do, as the service's role and the read-only one, so that a missing
 * right fails its test. Tests arrange and inspect rows as the owner.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final String ownerUrl;
    private final Map<String, org.apache.tomcat.jdbc.pool.DataSource> pools =
            new ConcurrentHashMap<>();

    private TestDatabase(String name, String ownerUrl) {
        this.name = name;
        this.ownerUrl = ownerUrl;
    }

    public static TestDatabase create() {
        return copyOf(TestServer.TEMPLATE);
    }

    /**
     * As {@link #create()}, for a test around the time of that clock: with the partitions of its month and the next
     * ones.
     */
    public static TestDatabase create(Clock clock) {
        return copyOf(TestServer.templateOf(YearMonth.now(clock.withZone(ZoneOffset.UTC))));
    }

    /** Creates a database without the migrations, for tests of these. */
    public static TestDatabase empty() {
        String name = "cs_test_" + TestServer.RUN + "_" + NUMBER.incrementAndGet();
        TestServer.execute("create database " + name);
        return new TestDatabase(name, MigratedTemplate.withDatabase(TestServer.URL, name));
    }

    /** Creates another database with the same rows. No other connection to this one may exist meanwhile. */
    public TestDatabase copy() {
        pools.values().forEach(pool -> pool.close(true));
        pools.clear();
        return copyOf(name);
    }

    private static TestDatabase copyOf(String template) {
        String name = "cs_test_" + TestServer.RUN + "_" + NUMBER.incrementAndGet();
        TestServer.execute(
                "create database " + name + " template " + template + TestServer.COPYING);
        return new TestDatabase(name, MigratedTemplate.withDatabase(TestServer.URL, name));
    }

    /** Returns the JDBC URL for the service's role. */
    public String url() {
        return withUser(ownerUrl, MigratedTemplate.SERVICE);
    }

    /** Returns the JDBC URL for the read-only role. */
    public String readUrl() {
        return withUser(ownerUrl, MigratedTemplate.READ_ONLY);
    }

    /** Returns the JDBC URL for the role that owns the tables and may do everything. */
    public String ownerUrl() {
        return ownerUrl;
    }

    /** Returns connections as the service's role. */
    public DataSource dataSource() {
        return pool(url());
    }

    /** Returns connections as the service's role that belong to no pool; for listeners. */
    public DataSource directDataSource() {
        return MigratedTemplate.unpooled(url());
    }

    /** Returns connections as the owner; for code that runs as the owner. */
    public DataSource ownerDataSource() {
        return pool(ownerUrl);
    }

    /** Returns transactions over the roles that the processes have. */
    public Database database() {
        return database((name, took, failed) -> {});
    }

    /** As {@link #database()}, with a listener that is notified of every statement. */
    public Database database(StatementListener listener) {
        Jdbi primary = Database.configure(Jdbi.create(dataSource()));
        Jdbi reads = Database.configure(Jdbi.create(pool(readUrl())));
        Statements.listen(primary, listener);
        Statements.listen(reads, listener);
        return new Database(primary, reads, MigratedTemplate.READ_ONLY);
    }

    /** Returns access as the owner for statements that no DAO has: arranging and inspecting rows. */
    public Jdbi jdbi() {
        return Database.configure(Jdbi.create(ownerDataSource()));
    }

    /**
     * Counts rows as the owner.
     *
     * @param from a table, or anything else that may follow {@code from}
     */
    public long count(String from) {
        return jdbi().withHandle(
                        db ->
                                db.createQuery("select count(*) from " + from)
                                        .mapTo(Long.class)
                                        .one());
    }

    /** Executes statements as the owner, to arrange rows. */
    public void execute(String... statements) {
        jdbi().useHandle(
                        db -> {
                            for (String each : statements) {
                                db.execute(each);
                            }
                        });
    }

    /** Stores this many clients, {@code client_1} and so on, of which no more is known than their names. */
    public void addClients(int count) {
        execute(
                """
                insert into client_names (client_id, name)
                select 'client_' || n, 'Client ' || n from generate_series(1, %d) n
                """
                        .formatted(count),
                """
                insert into clients (client_id, name, company_name) select client_id, name, name from client_names
                """);
    }

    /** Returns a value as text, read as the owner; empty where there is no row. */
    public String text(String sql) {
        return jdbi().withHandle(
                        db -> db.createQuery(sql).mapTo(String.class).findOne().orElse(""));
    }

    /** Returns the first column as texts, read as the owner. */
    public List<String> texts(String sql) {
        return jdbi().withHandle(db -> db.createQuery(sql).mapTo(String.class).list());
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.close(true));
        TestServer.execute("drop database if exists " + name + " with (force)");
    }

    /**
     * Returns a pool of the kind that the processes use: opening a connection takes longer than the statements of
     * most tests.
     */
    private DataSource pool(String url) {
        return pools.computeIfAbsent(
                url,
                of -> {
                    PoolProperties pool = new PoolProperties();
                    pool.setDataSource(MigratedTemplate.unpooled(of));
                    pool.setInitialSize(0);
                    pool.setMinIdle(0);
                    pool.setMaxIdle(8);
                    pool.setMaxActive(100);
                    pool.setTestOnBorrow(true);
                    pool.setValidationInterval(0);
                    pool.setValidationQuery("/* Is it alive? */ select 1");
                    pool.setRollbackOnReturn(true);
                    return new org.apache.tomcat.jdbc.pool.DataSource(pool);
                });
    }

    /**
     * Replaces the user in a URL. Roles belong to the server, not to a database, so all databases share the same two.
     */
    private static String withUser(String url, String user) {
        String bare = url.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
        String separator = bare.contains("?") ? "&" : "?";
        return (bare + separator + "user=" + user + "&password=" + user)
                .replace("?&", "?")
                .replace("&&", "&");
    }
}
