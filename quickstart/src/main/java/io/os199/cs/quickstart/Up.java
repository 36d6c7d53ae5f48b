package io.os199.cs.quickstart;

import io.os199.cs.api.ApiServer;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.database.Database;
import io.os199.cs.worker.WorkerServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;

import javax.sql.DataSource;

/** Starts everything, one step after the other. */
final class Up {
    private final UpOptions options;
    private final Path home;
    private final RunParts parts;
    private final StepProgress progress;
    private final Clock clock;

    Up(UpOptions options, Path home, RunParts parts, StepProgress progress, Clock clock) {
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

        Ground ground = Ground.prepare(folder, options, parts, progress, clock);
        progress.begin("API, worker");
        Path environment =
                folder.write(
                        Folder.ENVIRONMENT, JavaProcess.exports(ground.environment()), "rw-------");
        Processes processes = startProcesses(folder, environment);
        String apiKey = apiKey(folder, ground.database());
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

    /** Returns the key of earlier runs while it is valid, else a new one. */
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

    private record Processes(JavaProcess api, JavaProcess worker) {}

    private Processes startProcesses(Folder folder, Path environment)
            throws IOException, CannotStartException {
        return parts.start(
                () ->
                        new Processes(
                                JavaProcess.start(
                                        folder,
                                        RunPart.API,
                                        ApiServer.class.getName(),
                                        home,
                                        environment,
                                        options.ports().apiAdmin()),
                                JavaProcess.start(
                                        folder,
                                        RunPart.WORKER,
                                        WorkerServer.class.getName(),
                                        home,
                                        environment,
                                        options.ports().workerAdmin())));
    }
}
