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
 * A migrated PostgreSQL database of one's own, empty but for the seeds.
 *
 * <p>The server is the one that {@code CS_TEST_DATABASE_URL} names (a JDBC URL of a role that may
 * create databases and roles), else an embedded one of this JVM. The migrations run once for all JVMs ({@link PreparedServer}), or
 * once per JVM on a given server; each database is a copy of the result.
 *
 * <p>What is tested connects as the processes do, as the service's role and the read-only one, so that a missing right
 * fails its test. Tests arrange and look as the owner.
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

    /** As {@link #create()}, for what happens about the time of that clock: with the partitions of its month and the next ones. */
    public static TestDatabase create(Clock clock) {
        return copyOf(TestServer.templateOf(YearMonth.now(clock.withZone(ZoneOffset.UTC))));
    }

    /** Without the migrations, for what tests these. */
    public static TestDatabase empty() {
        String name = "cs_test_" + TestServer.RUN + "_" + NUMBER.incrementAndGet();
        TestServer.execute("create database " + name);
        return new TestDatabase(name, MigratedTemplate.withDatabase(TestServer.URL, name));
    }

    /** Another one with the same rows. Nobody else may be connected to this one meanwhile. */
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

    /** The JDBC URL of the service's role. */
    public String url() {
        return withUser(ownerUrl, MigratedTemplate.SERVICE);
    }

    /** The JDBC URL of the role that may only read. */
    public String readUrl() {
        return withUser(ownerUrl, MigratedTemplate.READ_ONLY);
    }

    /** The JDBC URL of the role that owns the tables and may do everything. */
    public String ownerUrl() {
        return ownerUrl;
    }

    /** Connections of the service. */
    public DataSource dataSource() {
        return pool(url());
    }

    /** Connections of the service that belong to no pool; for what listens. */
    public DataSource directDataSource() {
        return MigratedTemplate.unpooled(url());
    }

    /** Connections of the owner; for what runs as the owner. */
    public DataSource ownerDataSource() {
        return pool(ownerUrl);
    }

    /** Transactions over the roles that the processes have. */
    public Database database() {
        return database((name, took, failed) -> {});
    }

    /** As {@link #database()}, of which the listener is told every statement. */
    public Database database(StatementListener listener) {
        Jdbi primary = Database.configure(Jdbi.create(dataSource()));
        Jdbi reads = Database.configure(Jdbi.create(pool(readUrl())));
        Statements.listen(primary, listener);
        Statements.listen(reads, listener);
        return new Database(primary, reads, MigratedTemplate.READ_ONLY);
    }

    /** For statements that no DAO has: arranging rows, and looking at them, as the owner. */
    public Jdbi jdbi() {
        return Database.configure(Jdbi.create(ownerDataSource()));
    }

    /**
     * How many rows there are, as the owner sees it.
     *
     * @param from a table, or what else follows {@code from}
     */
    public long count(String from) {
        return jdbi().withHandle(
                        db ->
                                db.createQuery("select count(*) from " + from)
                                        .mapTo(Long.class)
                                        .one());
    }

    /** Arranges rows, as the owner. */
    public void execute(String... statements) {
        jdbi().useHandle(
                        db -> {
                            for (String each : statements) {
                                db.execute(each);
                            }
                        });
    }

    /** A value as text, of the owner; empty where there is no row. */
    public String text(String sql) {
        return jdbi().withHandle(
                        db -> db.createQuery(sql).mapTo(String.class).findOne().orElse(""));
    }

    /** The first column as texts, of the owner. */
    public List<String> texts(String sql) {
        return jdbi().withHandle(db -> db.createQuery(sql).mapTo(String.class).list());
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.close(true));
        TestServer.execute("drop database if exists " + name + " with (force)");
    }

    /** The processes' kind of pool: opening a connection takes longer than most tests' statements. */
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

    /** Roles are the server's, not a database's, so all databases have the same two. */
    private static String withUser(String url, String user) {
        String bare = url.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
        String separator = bare.contains("?") ? "&" : "?";
        return (bare + separator + "user=" + user + "&password=" + user)
                .replace("?&", "?")
                .replace("&&", "&");
    }
}
