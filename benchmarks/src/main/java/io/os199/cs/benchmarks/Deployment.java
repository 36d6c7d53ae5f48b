package io.os199.cs.benchmarks;

import io.os199.cs.api.ApiServer;
import io.os199.cs.worker.WorkerServer;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The API and a worker as processes of their own, as {@code config.yml} of the folder that we run in has them. */
final class Deployment implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final List<Process> processes = new ArrayList<>();
    private final int apiPort = freePort();

    static Deployment start(BenchmarkServer server) throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.start(ApiServer.class, "CS_ADMIN_PORT", server.url());
            deployment.start(WorkerServer.class, "CS_WORKER_ADMIN_PORT", server.url());
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    private Deployment() {}

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + apiPort + path);
    }

    /** Starts one, and waits until it says that it is healthy. */
    private void start(Class<?> program, String adminPortVariable, String databaseUrl)
            throws IOException {
        int adminPort = freePort();
        Path log = Files.createTempFile("benchmarks-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        "server",
                        "config.yml");
        builder.environment()
                .putAll(
                        Map.of(
                                "CS_DATABASE_URL",
                                databaseUrl,
                                "CS_PORT",
                                Integer.toString(apiPort),
                                "CS_DASHBOARD_PORT",
                                "0",
                                adminPortVariable,
                                Integer.toString(adminPort)));
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        URI health = URI.create("http://127.0.0.1:" + adminPort + "/healthcheck");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy(health)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(program.getSimpleName() + " did not start: see " + log);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        log.toFile().deleteOnExit();
    }

    private static boolean isHealthy(URI health) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
