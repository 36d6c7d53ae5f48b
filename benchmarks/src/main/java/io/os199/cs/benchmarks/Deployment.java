package io.os199.cs.benchmarks;

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

/** Separate processes: the API and a worker as the images run them, or what they are compared with. */
final class Deployment implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final List<Process> processes = new ArrayList<>();
    private final int apiPort = freePort();
    private final int apiAdminPort = freePort();

    static Deployment start(BenchmarkServer server) throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.start(ShippedProgram.API, "CS_ADMIN_PORT", server.url(), Map.of());
            deployment.start(ShippedProgram.WORKER, "CS_WORKER_ADMIN_PORT", server.url(), Map.of());
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    /** Starts the API alone. */
    static Deployment api(BenchmarkServer server, Map<String, String> environment)
            throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.start(ShippedProgram.API, "CS_ADMIN_PORT", server.url(), environment);
            return deployment;
        } catch (IOException | RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    /** Starts a {@link BareServer}. */
    static Deployment bare(BenchmarkServer server) throws IOException {
        Deployment deployment = new Deployment();
        try {
            deployment.launch(
                    "a bare server",
                    bareServer(deployment.apiPort, server.url()),
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

    /** Returns an address on the API's admin port. */
    URI adminUri(String path) {
        return URI.create("http://127.0.0.1:" + apiAdminPort + path);
    }

    /** Returns the process that was started first. */
    ProcessHandle process() {
        return processes.getFirst().toHandle();
    }

    /** Starts one, and waits until it reports that it is healthy. */
    private void start(
            ShippedProgram program,
            String adminPortVariable,
            String databaseUrl,
            Map<String, String> more)
            throws IOException {
        if (!program.hasCache()) {
            System.out.printf(
                    "%s is not there, or older than its jar: images have it, ./cs-mcp train writes"
                            + " it%n",
                    program.cache());
        }
        int adminPort = program == ShippedProgram.API ? apiAdminPort : freePort();
        ProcessBuilder builder = program.server(program.hasCache());
        builder.environment().putAll(more);
        builder.environment().put("CS_DATABASE_URL", databaseUrl);
        builder.environment().put("CS_PORT", Integer.toString(apiPort));
        builder.environment().put("CS_DASHBOARD_PORT", "0");
        builder.environment().put(adminPortVariable, Integer.toString(adminPort));
        launch(
                program.name(),
                builder,
                URI.create("http://127.0.0.1:" + adminPort + "/healthcheck"));
    }

    private static ProcessBuilder bareServer(int port, String databaseUrl) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port),
                databaseUrl);
    }

    private void launch(String name, ProcessBuilder builder, URI health) throws IOException {
        Path log = Files.createTempFile("benchmarks-", ".log");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy(health)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(name + " did not start: see " + log);
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
