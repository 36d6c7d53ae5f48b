package io.os199.cs.quickstart;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The API or the worker: a JVM of its own, started by a script that stays in the folder, so that a person or a test
 * can start it again in the same way after it has ended. The first run keeps the loaded classes in an archive beside
 * the jar, which saves later runs a good third of their startup time. The list of classes left out is kept out of the
 * log, whose end has to say why a process ended.
 */
final class JavaProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final Folder folder;
    private final RunPart part;
    private final String health;
    private final Process process;

    private JavaProcess(Folder folder, RunPart part, String health, Process process) {
        this.folder = folder;
        this.part = part;
        this.health = health;
        this.process = process;
    }

    /**
     * Starts the process and does not wait.
     *
     * @param environment a script that sets its variables
     * @param adminPort where it reports its health
     */
    static JavaProcess start(
            Folder folder,
            RunPart part,
            String mainClass,
            Path home,
            Path environment,
            int adminPort)
            throws IOException {
        folder.startLog(part.log());
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        Path script =
                folder.write(
                        part.log() + ".sh",
                        script(folder, part, mainClass, home, environment, jar, archive(jar, part)),
                        "rwx------");
        Process process = new ProcessBuilder("sh", script.toString()).start();
        String health = "http://" + Ports.LOOPBACK + ":" + adminPort + "/healthcheck";
        return new JavaProcess(folder, part, health, process);
    }

    /**
     * Returns the archive of this jar, which may still have to be written. That of an older jar is deleted: the JVM
     * neither uses nor replaces it.
     */
    static Path archive(Path jar, RunPart part) throws IOException {
        Path archive = jar.resolveSibling(part.log() + ".jsa");
        if (archive.toFile().lastModified() <= jar.toFile().lastModified()) {
            Files.deleteIfExists(archive);
        }
        return archive;
    }

    private static String script(
            Folder folder,
            RunPart part,
            String mainClass,
            Path home,
            Path environment,
            Path jar,
            Path archive) {
        return """
        #!/bin/sh
        # Starts %1$s as the last ./cs-mcp up did, whose Ctrl-C stops it too.
        trap '' INT HUP
        echo $$ > %2$s
        . %3$s
        exec %4$s -Dcs.folder=%5$s \\
          -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \\
          -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=%10$s -Xlog:cds*=off \\
          --enable-native-access=ALL-UNNAMED -Duser.timezone=UTC \\
          -cp %6$s %7$s server %8$s >> %9$s 2>&1 < /dev/null
        """
                .formatted(
                        part.label(),
                        quoted(folder.path(part.pidFile())),
                        quoted(environment),
                        quoted(Path.of(System.getProperty("java.home"), "bin", "java")),
                        quoted(folder.path("")),
                        quoted(jar),
                        mainClass,
                        quoted(home.resolve("config.yml")),
                        quoted(folder.log(part.log())),
                        quoted(archive));
    }

    /** Returns a script that sets variables for the process that reads it. */
    static String exports(Map<String, String> variables) {
        StringBuilder exports = new StringBuilder();
        variables.forEach(
                (name, value) -> exports.append("export %s=%s\n".formatted(name, quoted(value))));
        return exports.toString();
    }

    private static String quoted(Object word) {
        return "'" + word.toString().replace("'", "'\\''") + "'";
    }

    /** Waits until all its health checks pass. */
    void awaitHealthy() throws CannotStartException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy()) {
            if (endedWithin(BETWEEN_TRIES)) {
                throw new CannotStartException(
                        "%s ended while it started; the end of its log (%s):%s"
                                .formatted(
                                        part.label(),
                                        folder.log(part.log()),
                                        folder.tail(part.log())));
            }
            if (System.nanoTime() > deadline) {
                throw new CannotStartException(
                        "%s is not healthy after %d s, see %s; the end of its log (%s):%s"
                                .formatted(
                                        part.label(),
                                        PATIENCE.toSeconds(),
                                        health,
                                        folder.log(part.log()),
                                        folder.tail(part.log())));
            }
        }
    }

    private boolean endedWithin(Duration time) throws CannotStartException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("interrupted", e);
        }
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(health).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(10_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
