package io.os199.cs.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API as the images run it, with or without the AOT cache. */
final class ColdProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final int KIB_IN_MIB = 1024;

    private final Process process;
    private final Path log;
    private final URI mcp;
    private final Stopwatch sinceExec;

    private ColdProcess(Process process, Path log, URI mcp, Stopwatch sinceExec) {
        this.process = process;
        this.log = log;
        this.mcp = mcp;
        this.sinceExec = sinceExec;
    }

    /** Starts the API without waiting for it. */
    static ColdProcess start(String databaseUrl, boolean cached) throws IOException {
        Path log = Files.createTempFile("benchmarks-", ".log");
        int port = freePort();
        ProcessBuilder builder = ShippedProgram.API.server(cached);
        builder.environment().put("CS_DATABASE_URL", databaseUrl);
        builder.environment().put("CS_PORT", Integer.toString(port));
        builder.environment().put("CS_ADMIN_PORT", Integer.toString(freePort()));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Stopwatch sinceExec = Stopwatch.started();
        return new ColdProcess(
                builder.start(), log, URI.create("http://127.0.0.1:" + port + "/mcp"), sinceExec);
    }

    URI mcp() {
        return mcp;
    }

    /** Returns the seconds from the start to the first answer; tries every few milliseconds. */
    double firstAnswer(HttpClient http, HttpRequest call) throws Exception {
        while (true) {
            try {
                HttpResponse<String> response = http.send(call, BodyHandlers.ofString());
                double seconds = sinceExec.seconds();
                if (response.statusCode() != 200
                        || response.body().contains("\"isError\":true")
                        || !response.body().contains("\"result\"")) {
                    throw new IllegalStateException("answers " + response.body());
                }
                return seconds;
            } catch (IOException e) {
                if (!process.isAlive() || sinceExec.seconds() > PATIENCE.toSeconds()) {
                    throw new IOException("the API did not start: see " + log, e);
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** Returns the seconds of CPU that it has used. */
    double cpu() {
        return process.info()
                        .totalCpuDuration()
                        .orElseThrow(() -> new IllegalStateException("the process is gone"))
                        .toMillis()
                / 1e3;
    }

    /** Returns its resident memory in MiB: current ({@code VmRSS}), peak ({@code VmHWM}), or a part of it. */
    long memory(String field) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        Matcher matcher = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(status);
        if (!matcher.find()) {
            throw new IOException("no " + field + " in " + status);
        }
        return Long.parseLong(matcher.group(1)) / KIB_IN_MIB;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
