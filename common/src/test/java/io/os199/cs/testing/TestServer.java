package io.os199.cs.testing;

import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.postgresql.ds.PGSimpleDataSource;

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

import javax.sql.DataSource;

/**
 * Where test databases are made: the server that {@code CS_TEST_DATABASE_URL} names, else an embedded one that the first test that asks
 * starts and that stops with the JVM.
 */
final class TestServer {
    static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

    static final String READ_ONLY = "cs_test_read_only";
    static final String SERVICE = "cs_test_service";
    static final boolean IS_GIVEN = isGiven();
    static final String URL = url();

    /** Without fsync files are copied sooner than logged. */
    static final String COPYING = IS_GIVEN ? "" : " strategy file_copy";

    /** For what is done once a database, since to connect takes half as long as to copy one. */
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
        execute("create database " + name);
        DataSource template = unpooled(withDatabase(URL, name));
        Migrations.run(template);
        makeRole(SERVICE);
        makeRole(READ_ONLY);
        grant(template);
        ensurePartitions(name, Clock.systemUTC());
        dropAtTheEnd(name);
        return name;
    }

    /** With the partitions of that month and the next ones besides those of the months about now. */
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

    /** Where the server stays. */
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

    /** Unless an earlier run, or one at the same time, has made it. */
    private static void makeRole(String role) {
        execute(
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

    /** As a migrated deployment has them. */
    private static void ensurePartitions(String database, Clock clock) {
        try {
            new Partitions(unpooled(withDatabase(URL, database)), clock).ensureAhead();
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

    static String withDatabase(String url, String name) {
        return url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    }

    static DataSource unpooled(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }
}
