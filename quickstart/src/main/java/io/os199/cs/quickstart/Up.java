package io.os199.cs.quickstart;

import io.os199.cs.api.ApiServer;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
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
import io.os199.cs.worker.WorkerServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

/** Brings everything up, one step after the other. */
final class Up {
    private final UpOptions options;
    private final Path home;
    private final Parts parts;
    private final Progress progress;
    private final Clock clock;

    Up(UpOptions options, Path home, Parts parts, Progress progress, Clock clock) {
        this.options = options;
        this.home = home;
        this.parts = parts;
        this.progress = progress;
        this.clock = clock;
    }

    void run() throws CannotStartException {
        Folder folder = Folder.open(options.data());
        RunLock lock = RunLock.take(folder, options.ports().mcp());
        try {
            start(folder, lock);
        } catch (IOException e) {
            lock.close();
            throw folder.unusable(e);
        } catch (SQLException | IllegalStateException e) {
            lock.close();
            throw new CannotStartException(
                    "the database could not be prepared: " + e.getMessage(), e);
        }
    }

    private void start(Folder folder, RunLock lock)
            throws IOException, SQLException, CannotStartException {
        parts.stopAll(
                folder,
                part -> progress.say("An earlier run left " + part + " behind: stopping it"));
        if (options.fresh()) {
            folder.forget();
        }
        options.ports().requireFree();
        parts.stopWithThisProcess(folder, lock, part -> progress.say("Stopping " + part));

        progress.begin("Redis");
        CacheServer cache = parts.start(() -> CacheServer.start(folder, options.ports()));
        progress.end("port " + cache.port());
        progress.begin("PostgreSQL 18");
        DatabaseServer server = parts.start(() -> DatabaseServer.start(folder, options.ports()));
        progress.end("port " + server.port());
        DataSource database = server.dataSource();
        migrate(folder, server);
        fill(folder, database);
        progress.begin("API, worker");
        Path environment =
                folder.write(
                        Folder.ENVIRONMENT,
                        JavaProcess.exports(environment(folder, server, cache)),
                        "rw-------");
        Processes processes = startProcesses(folder, environment);
        String apiKey = apiKey(folder, database);
        processes.api().awaitHealthy();
        progress.now("the API is healthy");
        processes.worker().awaitHealthy();
        progress.end("healthy");
        parts.watch(folder, progress::say);
        progress.say(
                new Welcome(
                                options.ports(),
                                apiKey,
                                folder.secret("dashboard"),
                                folder,
                                progress.total())
                        .text());
    }

    private void migrate(Folder folder, DatabaseServer server) throws IOException, SQLException {
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

    /** Of the jar that holds the migrations: looking through them again costs seconds. */
    private static String migrationsVersion() throws IOException {
        try {
            Path jar =
                    Path.of(
                            Migrations.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(jar)));
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fill(Folder folder, DataSource database) throws IOException, SQLException {
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
            score(database, today);
            progress.end("%d clients, %,d rows".formatted(options.clients(), summary.totalRows()));
        }
    }

    /** Nobody has to wait for the night until there are scores: the worker begins with them. */
    private void score(DataSource database, LocalDate today) {
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

    /** The key of the earlier runs as long as it is good. */
    private String apiKey(Folder folder, DataSource source) throws IOException {
        ApiKeys keys = new ApiKeys(Database.of(source), clock);
        @Nullable String kept = folder.read(Folder.API_KEY);
        if (kept != null && keys.authenticate(kept).isPresent()) {
            return kept;
        }
        String made = keys.create("quickstart", EnumSet.of(Scope.CS_ADMIN, Scope.PII_READ), null);
        folder.write(Folder.API_KEY, made, "rw-------");
        return made;
    }

    /** What the person set, and over it what has to be as it is here. */
    private Map<String, String> environment(Folder folder, DatabaseServer server, CacheServer cache)
            throws IOException {
        Ports ports = options.ports();
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

    private record Processes(JavaProcess api, JavaProcess worker) {}

    private Processes startProcesses(Folder folder, Path environment)
            throws IOException, CannotStartException {
        return parts.start(
                () ->
                        new Processes(
                                JavaProcess.start(
                                        folder,
                                        Part.API,
                                        ApiServer.class.getName(),
                                        home,
                                        environment,
                                        options.ports().apiAdmin()),
                                JavaProcess.start(
                                        folder,
                                        Part.WORKER,
                                        WorkerServer.class.getName(),
                                        home,
                                        environment,
                                        options.ports().workerAdmin())));
    }
}
