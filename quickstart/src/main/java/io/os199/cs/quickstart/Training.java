package io.os199.cs.quickstart;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.database.Database;
import io.os199.cs.quickstart.demo.DemoOptions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Creates the AOT caches of both processes. Each runs from its jar with the options that the images use, on servers
 * started for this run alone and with a small demo company: the worker scores it, and the API is asked what clients
 * ask. The cache holds what they loaded and often ran, and no data.
 */
final class Training {
    private static final int CLIENTS = 50;
    private static final int CALLS_PER_MINUTE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Ports ports;
    private final Path home;
    private final RunParts parts;
    private final StepProgress progress;
    private final Clock clock;

    Training(Ports ports, Path home, RunParts parts, StepProgress progress, Clock clock) {
        this.ports = ports;
        this.home = home;
        this.parts = parts;
        this.progress = progress;
        this.clock = clock;
    }

    void run() throws CannotStartException {
        try {
            Folder folder = Folder.open(Files.createTempDirectory("cs-mcp-training-"));
            RunLock lock = RunLock.take(folder, ports.mcp());
            ports.requireFree();
            parts.stopWithThisProcess(folder, lock, part -> {}, folder::remove);
            train(folder);
        } catch (IOException | SQLException e) {
            throw new CannotStartException("the training went wrong: " + e.getMessage(), e);
        }
    }

    private void train(Folder folder) throws IOException, SQLException, CannotStartException {
        UpOptions options =
                new UpOptions(
                        ports,
                        CLIENTS,
                        DemoOptions.FEWEST_DAYS,
                        (int) DemoOptions.DEFAULT_SEED,
                        false,
                        folder.path(""));
        Ground ground = Ground.prepare(folder, options, parts, progress, clock);
        progress.begin("Worker");
        try (TrainingRun worker =
                TrainingRun.start(
                        folder, home, "worker", ground.environment(), ports.workerAdmin())) {
            awaitScores(ground.database());
            progress.end(size(worker.end()));
        }
        progress.begin("API");
        String key =
                new ApiKeys(Database.of(ground.database()), clock)
                        .create("training", EnumSet.of(Scope.CS_ADMIN), CALLS_PER_MINUTE, null)
                        .secret();
        try (TrainingRun api =
                        TrainingRun.start(
                                folder,
                                home,
                                "api-server",
                                ground.environment(),
                                ports.apiAdmin());
                TrainingCalls calls = new TrainingCalls(URI.create(ports.mcp()), key)) {
            calls.make();
            progress.end(size(api.end()));
        }
    }

    /** Waits for the job that is queued in the new database. */
    private static void awaitScores(DataSource database) throws SQLException, CannotStartException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!hasCompletedJob(database)) {
            if (System.nanoTime() > deadline) {
                throw new CannotStartException("the worker scored nobody");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean hasCompletedJob(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select exists (select from jobs where status = 'completed')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String size(Path cache) throws IOException {
        return "%s, %d MB".formatted(cache, Files.size(cache) / 1_000_000);
    }
}
