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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes of their own: the API, a worker, as {@code config.yml} and {@code jvm.options} of the folder that we run in have
 * them, or what they are compared with.
 */
final class Deployment implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final List<Process> processes = new ArrayList<>();
    private final int apiPort = freePort();
    private final int apiAdminPort = freePort();

    static Deployment start(BenchmarkServer server) throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.start(ApiServer.class, "CS_ADMIN_PORT", server.url(), Map.of());
            deployment.start(WorkerServer.class, "CS_WORKER_ADMIN_PORT", server.url(), Map.of());
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    /** The API alone. */
    static Deployment api(BenchmarkServer server, Map<String, String> environment)
            throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.start(ApiServer.class, "CS_ADMIN_PORT", server.url(), environment);
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    /** A {@link BareServer}. */
    static Deployment bare(BenchmarkServer server) throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.launch(
                    BareServer.class,
                    List.of(Integer.toString(deployment.apiPort), server.url()),
                    Map.of(),
                    deployment.uri("/"));
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + apiPort + path);
    }

    /** Of the API. */
    URI adminUri(String path) {
        return URI.create("http://127.0.0.1:" + apiAdminPort + path);
    }

    /** The first that was started. */
    ProcessHandle process() {
        return processes.getFirst().toHandle();
    }

    /** Starts one, and waits until it says that it is healthy. */
    private void start(
            Class<?> program,
            String adminPortVariable,
            String databaseUrl,
            Map<String, String> more)
            throws IOException {
        int adminPort = program == ApiServer.class ? apiAdminPort : freePort();
        Map<String, String> environment = new HashMap<>(more);
        environment.put("CS_DATABASE_URL", databaseUrl);
        environment.put("CS_PORT", Integer.toString(apiPort));
        environment.put("CS_DASHBOARD_PORT", "0");
        environment.put(adminPortVariable, Integer.toString(adminPort));
        launch(
                program,
                List.of("server", "config.yml"),
                environment,
                URI.create("http://127.0.0.1:" + adminPort + "/healthcheck"));
    }

    private void launch(
            Class<?> program, List<String> arguments, Map<String, String> environment, URI health)
            throws IOException {
        Path log = Files.createTempFile("benchmarks-", ".log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "@jvm.options",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
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
                    < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static int freePort() {
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
