package io.os199.cs.benchmarks;

import com.sun.net.httpserver.HttpServer;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Overviews as the product answers them, with keys, limits, checks, metrics, log and traces, without and with a cache
 * that holds them, compared with two bare servlets that run the same statements: one by one, and as one. All are
 * asked alternately; the CPU of each is that of its own process.
 */
final class HotPath implements Benchmark {
    private static final int CONNECTIONS = 8;
    private static final int CALLS = 4_000;
    private static final int CALLS_PER_MINUTE = 100_000_000;
    private static final int CLIENTS = 500;

    private final Clock clock;

    HotPath(Clock clock) {
        this.clock = clock;
    }

    /** What to ask, and how to ask it about one client. */
    private record Asked(String name, ProcessHandle process, Function<String, HttpRequest> ask) {}

    private record Round(double cpuMicros, double callsPerSecond, Latencies latencies) {}

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        new DemoFill(clock).run(server, options);
        List<String> clients =
                server.database().read(tx -> tx.dao(ScoreStatementDao.class).clientIds(CLIENTS));
        String key =
                new ApiKeys(server.database(), clock)
                        .create("benchmarks", EnumSet.of(Scope.CS_READ), CALLS_PER_MINUTE, null)
                        .secret();
        HttpServer spans = spans();
        Map<String, String> traced =
                Map.of(
                        "CS_OTLP_ENDPOINT",
                        "http://127.0.0.1:%d/v1/traces".formatted(spans.getAddress().getPort()));
        try (LoadedCache cache = LoadedCache.start(true);
                Deployment uncached = Deployment.api(server, traced);
                Deployment cached = Deployment.api(server, with(traced, cache.environment()));
                Deployment bare = Deployment.bare(server);
                HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<Asked> all =
                    List.of(
                            new Asked(
                                    "in turn, bare",
                                    bare.process(),
                                    id ->
                                            HttpRequest.newBuilder(bare.uri("/in-turn?" + id))
                                                    .build()),
                            new Asked(
                                    "as one, bare",
                                    bare.process(),
                                    id ->
                                            HttpRequest.newBuilder(bare.uri("/together?" + id))
                                                    .build()),
                            overview("get_client_overview", uncached, key),
                            overview("get_client_overview, cached", cached, key));
            measure(http, all, clients, options.repeats());
        } finally {
            spans.stop(0);
        }
    }

    private static Asked overview(String name, Deployment deployment, String key) {
        URI mcp = deployment.uri("/mcp");
        return new Asked(
                name,
                deployment.process(),
                id -> ToolCall.ofClient("get_client_overview", id).to(mcp, key));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** Starts a server that receives spans and discards them. */
    private static HttpServer spans() throws IOException {
        HttpServer spans =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        spans.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        spans.start();
        return spans;
    }

    private static void measure(HttpClient http, List<Asked> all, List<String> clients, int repeats)
            throws Exception {
        for (Asked asked : all) {
            check(http, asked, clients.getFirst());
        }
        for (int warmUp = 0; warmUp < 6; warmUp++) {
            for (Asked asked : all) {
                round(http, asked, clients);
            }
        }
        System.out.println(
                """
                | round | asked | CPU µs a call | calls/s | p50 ms | p99 ms |
                |---|---|---|---|---|---|\
                """);
        for (int round = 1; round <= repeats; round++) {
            for (Asked asked : all) {
                Round one = round(http, asked, clients);
                System.out.printf(
                        "| %d | %s | %.0f | %.0f | %.1f | %.1f |%n",
                        round,
                        asked.name(),
                        one.cpuMicros(),
                        one.callsPerSecond(),
                        one.latencies().millis(50),
                        one.latencies().millis(99));
            }
        }
    }

    /** Checks the answer before anything is measured, because an error would be answered fast. */
    private static void check(HttpClient http, Asked asked, String clientId) throws Exception {
        HttpResponse<String> response =
                http.send(asked.ask().apply(clientId), BodyHandlers.ofString());
        if (response.statusCode() != 200
                || response.body().contains("\"isError\":true")
                || !response.body().contains(clientId)) {
            throw new IllegalStateException(asked.name() + " answers " + response.body());
        }
    }

    private static Round round(HttpClient http, Asked asked, List<String> clients)
            throws Exception {
        Duration before = cpu(asked.process());
        Stopwatch stopwatch = Stopwatch.started();
        List<Callable<List<Duration>>> senders = new ArrayList<>();
        for (int sender = 0; sender < CONNECTIONS; sender++) {
            int first = sender;
            senders.add(() -> send(http, asked, clients, first));
        }
        List<Duration> durations = new ArrayList<>();
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<List<Duration>> sent : connections.invokeAll(senders)) {
                durations.addAll(sent.get());
            }
        }
        double seconds = stopwatch.seconds();
        double micros = cpu(asked.process()).minus(before).toNanos() / 1e3;
        return new Round(
                micros / durations.size(), durations.size() / seconds, Latencies.of(durations));
    }

    private static List<Duration> send(
            HttpClient http, Asked asked, List<String> clients, int first)
            throws IOException, InterruptedException {
        List<Duration> durations = new ArrayList<>();
        for (int i = first; i < CALLS; i += CONNECTIONS) {
            HttpRequest request = asked.ask().apply(clients.get(i % clients.size()));
            long begun = System.nanoTime();
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            durations.add(Duration.ofNanos(System.nanoTime() - begun));
            if (response.statusCode() != 200) {
                throw new IOException(asked.name() + " answers " + response.statusCode());
            }
        }
        return durations;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the process is gone"));
    }
}
