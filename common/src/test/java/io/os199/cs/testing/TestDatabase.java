package io.os199.cs.testing;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * A migrated PostgreSQL database of one's own, empty but for the seeds.
 *
 * <p>The server is the one that {@code CS_TEST_DATABASE_URL} names (a JDBC URL of a role that may
 * create databases), else an embedded one of this JVM. The migrations run once per JVM; each
 * database is a copy of the result.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

    private final String name;
    private final String url;

    private TestDatabase(String name, String url) {
        this.name = name;
        this.url = url;
    }

    public static TestDatabase create() {
        String name = "cs_test_" + RUN + "_" + NUMBER.incrementAndGet();
        execute(Server.URL, "create database " + name + " template " + Server.TEMPLATE);
        return new TestDatabase(name, withDatabase(Server.URL, name));
    }

    /** The JDBC URL, with user and password where the server wants them. */
    public String url() {
        return url;
    }

    /** A new connection for each call; for tests that count or hold connections themselves. */
    public DataSource dataSource() {
        return dataSource(url);
    }

    /** Transactions over a small pool-less source. */
    public Database database() {
        Jdbi jdbi = Database.configure(Jdbi.create(dataSource()));
        return new Database(jdbi, jdbi);
    }

    /** For statements that no DAO has: arranging rows, and looking at them. */
    public Jdbi jdbi() {
        return Database.configure(Jdbi.create(dataSource()));
    }

    @Override
    public void close() {
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

    private static DataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private static String withDatabase(String url, String name) {
        return url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    }

    /** Started by the first test that asks, stopped with the JVM. */
    private static final class Server {
        static final String URL = url();
        static final String TEMPLATE = template();

        private static String url() {
            String given = System.getenv("CS_TEST_DATABASE_URL");
            if (given != null && !given.isBlank()) {
                return given;
            }
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
                return postgres.getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String template() {
            String name = "cs_template_" + RUN;
            execute(URL, "create database " + name);
            DataSource template = dataSource(withDatabase(URL, name));
            Migrations.run(template);
            ensurePartitions(template);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        if (System.getenv("CS_TEST_DATABASE_URL") != null) {
                                            execute(URL, "drop database if exists " + name);
                                        }
                                    }));
            return name;
        }

        /** Of the months about now, as a migrated deployment has them. */
        private static void ensurePartitions(DataSource template) {
            try {
                new Partitions(template, Clock.systemUTC()).ensureAhead();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void close(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
