package io.os199.cs.quickstart;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process as the images run it, except for the option that makes the JVM write an AOT cache beside the jar when it
 * ends. Its log is in the folder.
 */
final class TrainingRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /** How long the end may take: the JVM writes the cache in a separate process before it ends. */
    private static final Duration PATIENCE_AT_END = Duration.ofMinutes(5);

    private final Folder folder;
    private final String name;
    private final Path cache;
    private final Process process;

    private TrainingRun(Folder folder, String name, Path cache, Process process) {
        this.folder = folder;
        this.name = name;
        this.cache = cache;
        this.process = process;
    }

    /**
     * Starts it, and waits until it is healthy.
     *
     * @param home with {@code jvm.options} and {@code config.yml}
     * @param name of the module and of its jar
     * @param adminPort where it reports its health
     */
    static TrainingRun start(
            Folder folder, Path home, String name, Map<String, String> environment, int adminPort)
            throws IOException, CannotStartException {
        Path jar = home.resolve(name).resolve("target").resolve(name + ".jar");
        if (!Files.exists(jar)) {
            throw new CannotStartException("%s is not built: mvn package".formatted(jar));
        }
        Path cache = jar.resolveSibling(name + ".aot");
        Files.deleteIfExists(cache);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + home.resolve("jvm.options"),
                        "-XX:AOTCacheOutput=" + cache,
                        "-Xlog:disable",
                        "-jar",
                        jar.toString(),
                        "server",
                        home.resolve("config.yml").toString());
        builder.environment().putAll(environment);
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(folder.startLog(name).toFile()))
                        .start();
        TrainingRun run = new TrainingRun(folder, name, cache, process);
        try {
            run.awaitHealthy("http://%s:%d/healthcheck".formatted(Ports.LOOPBACK, adminPort));
            return run;
        } catch (CannotStartException e) {
            run.close();
            throw e;
        }
    }

    private void awaitHealthy(String health) throws CannotStartException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy(health)) {
            if (endsWithin(BETWEEN_TRIES) || System.nanoTime() > deadline) {
                throw failed("did not start");
            }
        }
    }

    private static boolean isHealthy(String health) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(health).toURL().openConnection();
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Stops the process.
     *
     * @return the cache
     */
    Path end() throws CannotStartException {
        process.destroy();
        if (!endsWithin(PATIENCE_AT_END) || !Files.exists(cache)) {
            throw failed("wrote no AOT cache");
        }
        return cache;
    }

    private boolean endsWithin(Duration time) throws CannotStartException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("interrupted", e);
        }
    }

    private CannotStartException failed(String what) {
        return new CannotStartException(
                "%s %s; the end of its log:%s".formatted(name, what, folder.tail(name)));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
