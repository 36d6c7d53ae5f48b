package io.os199.cs.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * The server on which test databases are created: the one that {@code CS_TEST_DATABASE_URL} names, or else an
 * embedded one that starts when the first test asks for it and stops with the JVM.
 */
final class TestServer {
    static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

    static final boolean IS_GIVEN = isGiven();
    static final String URL = url();

    /** Without fsync, copying files is faster than logging them. */
    static final String COPYING = IS_GIVEN ? "" : " strategy file_copy";

    /**
     * A shared connection for statements that are needed once per database, since connecting takes half as long as
     * copying a database.
     */
    private static final Connection CONNECTION = connect();

    static final String TEMPLATE = template();

    private static final Map<YearMonth, String> TEMPLATES = new HashMap<>();

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
            EmbeddedPostgres postgres = PreparedServer.start(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres, data)));
            return postgres.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String template() {
        if (!IS_GIVEN) {
            return PreparedServer.TEMPLATE;
        }
        String name = "cs_template_" + RUN;
        try {
            MigratedTemplate.make(URL, name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        dropAtTheEnd(name);
        return name;
    }

    /** Returns a template with the partitions of that month and the next ones, besides those of the current months. */
    static synchronized String templateOf(YearMonth month) {
        return TEMPLATES.computeIfAbsent(
                month,
                of -> {
                    String name = TEMPLATE + "_" + of.toString().replace('-', '_');
                    execute("create database " + name + " template " + TEMPLATE + COPYING);
                    Instant then = of.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                    ensurePartitions(name, Clock.fixed(then, ZoneOffset.UTC));
                    dropAtTheEnd(name);
                    return name;
                });
    }

    /** Drops the database when the JVM ends, if the server outlives it. */
    private static void dropAtTheEnd(String name) {
        if (IS_GIVEN) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> execute("drop database if exists " + name)));
        }
    }

    private static Connection connect() {
        try {
            return DriverManager.getConnection(URL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static synchronized void execute(String sql) {
        try (Statement statement = CONNECTION.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Creates the partitions that a migrated deployment has. */
    private static void ensurePartitions(String database, Clock clock) {
        try {
            MigratedTemplate.ensurePartitions(URL, database, clock);
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
