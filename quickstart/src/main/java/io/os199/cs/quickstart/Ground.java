package io.os199.cs.quickstart;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.PastHealth;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.quickstart.demo.AnswerKey;
import io.os199.cs.quickstart.demo.DemoCompany;
import io.os199.cs.quickstart.demo.DemoOptions;
import io.os199.cs.quickstart.demo.DemoSummary;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

/**
 * What both processes run on: PostgreSQL with schema and demo company, and Redis.
 *
 * @param database as its owner, a new connection for each call
 * @param environment of both processes
 */
record Ground(DataSource database, Map<String, String> environment) {
    /** Starts both servers, and fills a database that has no clients. */
    static Ground prepare(
            Folder folder, UpOptions options, RunParts parts, StepProgress progress, Clock clock)
            throws IOException, SQLException, CannotStartException {
        progress.begin("Redis");
        CacheServer cache = parts.start(() -> CacheServer.start(folder, options.ports()));
        progress.end("port " + cache.port());
        progress.begin("PostgreSQL 18");
        DatabaseServer server = parts.start(() -> DatabaseServer.start(folder, options.ports()));
        progress.end("port " + server.port());
        DataSource database = server.dataSource();
        migrate(folder, server, progress, clock);
        fill(folder, database, options, progress, clock);
        return new Ground(database, environment(folder, server, cache, options.ports()));
    }

    private static void migrate(
            Folder folder, DatabaseServer server, StepProgress progress, Clock clock)
            throws IOException, SQLException {
        DataSource database = server.dataSource();
        progress.begin("Schema");
        String version = migrationsVersion();
        if (!version.equals(folder.read(Folder.SCHEMA))) {
            Migrations.run(database);
            folder.write(Folder.SCHEMA, version, "rw-------");
        }
        Grants.apply(database, server.service().name(), server.readOnly().name());
        new Partitions(database, clock).ensureAhead();
        progress.end("up to date");
    }

    /** Returns a hash of the jar with the migrations, since checking them again takes seconds. */
    private static String migrationsVersion() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(Migrations.place())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(
            Folder folder,
            DataSource database,
            UpOptions options,
            StepProgress progress,
            Clock clock)
            throws IOException, SQLException {
        progress.begin("Demo company");
        if (hasClients(database)) {
            progress.end("the database has clients already");
        } else if (options.clients() == 0) {
            progress.end("none asked for");
        } else {
            LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
            DemoOptions demo =
                    new DemoOptions(options.seed(), options.clients(), options.days(), today);
            DemoSummary summary = DemoCompany.fill(database, demo, progress::now);
            folder.write(Folder.ANSWERS, AnswerKey.write(summary.answers()), "rw-------");
            progress.now("health so far");
            scorePast(database, clock);
            score(database, today, clock);
            progress.end("%d clients, %,d rows".formatted(options.clients(), summary.totalRows()));
        }
    }

    /** Stores the scores that trends are read from, as the nights of a company in service would have. */
    private static void scorePast(DataSource source, Clock clock) {
        HealthScoring scoring =
                new HealthScoring(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        new PastHealth(Database.of(source), scoring, clock).storeQuarter(new Actor("system", null));
    }

    /** Orders the scores as the first work of the worker, so that nobody has to wait for the night. */
    private static void score(DataSource database, LocalDate today, Clock clock) {
        JobSubmission jobs = new JobSubmission(new JobQueue(database), clock);
        Database.of(database).write(tx -> jobs.submit(tx, PortfolioScoring.today(tx, today)));
    }

    private static boolean hasClients(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select exists (select from client_names)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Returns the variables that the person set, overridden by those required here. */
    private static Map<String, String> environment(
            Folder folder, DatabaseServer server, CacheServer cache, Ports ports)
            throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        new TreeMap<>(System.getenv())
                .tailMap("CS_")
                .headMap("CS_\uffff")
                .forEach(environment::put);
        environment.putIfAbsent("CS_LOG", "console");
        environment.put("CS_BIND", Ports.LOOPBACK);
        environment.put("CS_PORT", Integer.toString(ports.api()));
        environment.put("CS_ADMIN_BIND", Ports.LOOPBACK);
        environment.put("CS_ADMIN_PORT", Integer.toString(ports.apiAdmin()));
        environment.put("CS_WORKER_ADMIN_PORT", Integer.toString(ports.workerAdmin()));
        environment.put("CS_DASHBOARD_BIND", Ports.LOOPBACK);
        environment.put("CS_DASHBOARD_PORT", Integer.toString(ports.dashboard()));
        environment.put("CS_DASHBOARD_USER", Welcome.DASHBOARD_USER);
        environment.put("CS_DASHBOARD_PASSWORD", folder.secret("dashboard"));
        environment.put("CS_DATABASE_URL", server.url());
        environment.put("CS_DATABASE_USER", server.service().name());
        environment.put("CS_DATABASE_PASSWORD", server.service().password());
        environment.put("CS_READ_DATABASE_USER", server.readOnly().name());
        environment.put("CS_READ_DATABASE_PASSWORD", server.readOnly().password());
        environment.put("CS_REDIS_HOST", Ports.LOOPBACK);
        environment.put("CS_REDIS_PORT", Integer.toString(cache.port()));
        environment.put("CS_REDIS_PASSWORD", cache.password());
        environment.put("CS_SEALING_KEY", folder.secret("sealing"));
        return environment;
    }
}
