package io.os199.cs.testing;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.database.StatementListener;
import io.os199.cs.platform.database.Statements;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * A migrated PostgreSQL database of one's own, empty but for the seeds.
 *
 * <p>The server is the one that {@code CS_TEST_DATABASE_URL} names (a JDBC URL of a role that may
 * create databases and roles), else an embedded one of this JVM. The migrations run once per JVM; each
 * database is a copy of the result.
 *
 * <p>What is tested connects as the processes do, as the service's role and the read-only one, so that a missing right
 * fails its test. Tests arrange and look as the owner.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

    private static final String SERVICE = "cs_test_service";
    private static final String READ_ONLY = "cs_test_read_only";

    private final String name;
    private final String ownerUrl;
    private final Map<String, org.apache.tomcat.jdbc.pool.DataSource> pools =
            new ConcurrentHashMap<>();

    private TestDatabase(String name, String ownerUrl) {
        this.name = name;
        this.ownerUrl = ownerUrl;
    }

    public static TestDatabase create() {
        return copyOf(Server.TEMPLATE);
    }

    /** Without the migrations, for what tests these. */
    public static TestDatabase empty() {
        String name = "cs_test_" + RUN + "_" + NUMBER.incrementAndGet();
        execute(Server.URL, "create database " + name);
        return new TestDatabase(name, withDatabase(Server.URL, name));
    }

    /** Another one with the same rows. Nobody else may be connected to this one meanwhile. */
    public TestDatabase copy() {
        pools.values().forEach(pool -> pool.close(true));
        pools.clear();
        return copyOf(name);
    }

    private static TestDatabase copyOf(String template) {
        String name = "cs_test_" + RUN + "_" + NUMBER.incrementAndGet();
        execute(Server.URL, "create database " + name + " template " + template + Server.COPYING);
        return new TestDatabase(name, withDatabase(Server.URL, name));
    }

    /** The JDBC URL of the service's role. */
    public String url() {
        return withUser(ownerUrl, SERVICE);
    }

    /** The JDBC URL of the role that may only read. */
    public String readUrl() {
        return withUser(ownerUrl, READ_ONLY);
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
        return unpooled(url());
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
        return new Database(primary, reads, READ_ONLY);
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
        execute(Server.URL, "drop database if exists " + name + " with (force)");
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The processes' kind of pool: opening a connection takes longer than most tests' statements. */
    private DataSource pool(String url) {
        return pools.computeIfAbsent(
                url,
                of -> {
                    PoolProperties pool = new PoolProperties();
                    pool.setDataSource(unpooled(of));
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

    private static DataSource unpooled(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private static String withDatabase(String url, String name) {
        return url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    }

    /** Roles are the server's, not a database's, so all databases have the same two. */
    private static String withUser(String url, String user) {
        String bare = url.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
        String separator = bare.contains("?") ? "&" : "?";
        return (bare + separator + "user=" + user + "&password=" + user)
                .replace("?&", "?")
                .replace("&&", "&");
    }

    /** Started by the first test that asks, stopped with the JVM. */
    private static final class Server {
        static final boolean IS_GIVEN = isGiven();
        static final String URL = url();

        /** Without fsync files are copied sooner than logged. */
        static final String COPYING = IS_GIVEN ? "" : " strategy file_copy";

        static final String TEMPLATE = template();

        private static boolean isGiven() {
            String given = System.getenv("CS_TEST_DATABASE_URL");
            return given != null && !given.isBlank();
        }

        private static String url() {
            if (IS_GIVEN) {
                return System.getenv("CS_TEST_DATABASE_URL");
            }
            Path data = FastFolder.create();
            try {
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder()
                                .setDataDirectory(data)
                                .setServerConfig("file_copy_method", "clone")
                                .setRegisterShutdownHook(false)
                                .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres, data)));
                return postgres.getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String template() {
            String name = "cs_template_" + RUN;
            execute(URL, "create database " + name);
            DataSource template = unpooled(withDatabase(URL, name));
            Migrations.run(template);
            makeRole(SERVICE);
            makeRole(READ_ONLY);
            grant(template);
            ensurePartitions(template);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        if (IS_GIVEN) {
                                            execute(URL, "drop database if exists " + name);
                                        }
                                    }));
            return name;
        }

        /** Unless an earlier run, or one at the same time, has made it. */
        private static void makeRole(String role) {
            execute(
                    URL,
                    """
                    do $$ begin
                        create role %1$s login password '%1$s';
                    exception when duplicate_object or unique_violation then null;
                    end $$
                    """
                            .formatted(role));
        }

        private static void grant(DataSource template) {
            try {
                Grants.apply(template, SERVICE, READ_ONLY);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Of the months about now, as a migrated deployment has them. */
        private static void ensurePartitions(DataSource template) {
            try {
                new Partitions(template, Clock.systemUTC()).ensureAhead();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void close(EmbeddedPostgres postgres, Path data) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                FastFolder.delete(data);
            }
        }
    }
}
