package io.os199.cs.benchmarks;

import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how long a new API process takes from exec to its first answer, alternately without and with the AOT
 * cache; and how much memory it uses, then and after many calls.
 */
final class ColdStart implements Benchmark {
    private static final int CONNECTIONS = 8;
    private static final int CALLS_PER_MINUTE = 100_000_000;
    private static final int CLIENTS = 500;
    private static final ToolCall FIRST = new ToolCall("list_clients", "{\"limit\":1}");

    private final Clock clock;

    ColdStart(Clock clock) {
        this.clock = clock;
    }

    private record Start(double seconds, double cpu, long rss) {}

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        if (!ShippedProgram.API.hasCache()) {
            throw new IllegalStateException(
                    "%s is not there, or older than its jar: ./cs-mcp train"
                            .formatted(ShippedProgram.API.cache()));
        }
        new DemoFill(clock).run(server, options);
        List<String> clients =
                server.database().read(tx -> tx.dao(ScoreStatementDao.class).clientIds(CLIENTS));
        String key =
                new ApiKeys(server.database(), clock)
                        .create("benchmarks", EnumSet.of(Scope.CS_READ), CALLS_PER_MINUTE, null)
                        .secret();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            starts(server, http, key, options.starts());
            load(server, http, key, clients, options.calls());
        }
    }

    private static void starts(BenchmarkServer server, HttpClient http, String key, int starts)
            throws Exception {
        // From here on, the files of both are in the page cache.
        start(server, http, key, false);
        start(server, http, key, true);
        List<Start> without = new ArrayList<>();
        List<Start> with = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            without.add(start(server, http, key, false));
            with.add(start(server, http, key, true));
        }
        System.out.println(
                """
                | AOT cache | starts | min s | median s | max s | CPU s | resident MiB |
                |---|---|---|---|---|---|---|\
                """);
        print("without", without);
        print("with", with);
    }

    private static Start start(BenchmarkServer server, HttpClient http, String key, boolean cached)
            throws Exception {
        try (ColdProcess api = ColdProcess.start(server.url(), cached)) {
            double seconds = api.firstAnswer(http, FIRST.to(api.mcp(), key));
            return new Start(seconds, api.cpu(), api.memory("VmRSS"));
        }
    }

    private static void print(String name, List<Start> starts) {
        double[] seconds = starts.stream().mapToDouble(Start::seconds).sorted().toArray();
        System.out.printf(
                "| %s | %d | %.2f | %.2f | %.2f | %.2f | %d |%n",
                name,
                seconds.length,
                seconds[0],
                median(seconds),
                seconds[seconds.length - 1],
                median(starts.stream().mapToDouble(Start::cpu).sorted().toArray()),
                starts.stream().mapToLong(Start::rss).max().orElseThrow());
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static void load(
            BenchmarkServer server, HttpClient http, String key, List<String> clients, int calls)
            throws Exception {
        System.out.println(
                """

                | AOT cache | read calls | calls/s | p50 ms | p99 ms | resident MiB | of files | at its peak |
                |---|---|---|---|---|---|---|---|\
                """);
        for (boolean cached : new boolean[] {false, true}) {
            try (ColdProcess api = ColdProcess.start(server.url(), cached)) {
                api.firstAnswer(http, FIRST.to(api.mcp(), key));
                Stopwatch stopwatch = Stopwatch.started();
                Latencies latencies = send(api, http, key, clients, calls);
                double seconds = stopwatch.seconds();
                System.out.printf(
                        "| %s | %d | %.0f | %.1f | %.1f | %d | %d | %d |%n",
                        cached ? "with" : "without",
                        calls,
                        calls / seconds,
                        latencies.millis(50),
                        latencies.millis(99),
                        api.memory("VmRSS"),
                        api.memory("RssFile"),
                        api.memory("VmHWM"));
            }
        }
    }

    private static Latencies send(
            ColdProcess api, HttpClient http, String key, List<String> clients, int calls)
            throws Exception {
        List<Callable<List<Duration>>> senders = new ArrayList<>();
        for (int sender = 0; sender < CONNECTIONS; sender++) {
            int first = sender;
            senders.add(
                    () -> {
                        List<Duration> durations = new ArrayList<>();
                        for (int i = first; i < calls; i += CONNECTIONS) {
                            durations.add(send(http, call(i, clients).to(api.mcp(), key)));
                        }
                        return durations;
                    });
        }
        List<Duration> durations = new ArrayList<>();
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<List<Duration>> sent : connections.invokeAll(senders)) {
                durations.addAll(sent.get());
            }
        }
        return Latencies.of(durations);
    }

    private static ToolCall call(int number, List<String> clients) {
        String client = clients.get(number / 4 % clients.size());
        return switch (number % 4) {
            case 0 -> new ToolCall("list_clients", "{}");
            case 1 -> ToolCall.ofClient("get_client_timeline", client);
            case 2 -> ToolCall.ofClient("track_usage_engagement", client);
            default -> ToolCall.ofClient("get_client_overview", client);
        };
    }

    private static Duration send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        if (response.statusCode() != 200 || response.body().contains("\"isError\":true")) {
            throw new IOException("the API answers " + response.body());
        }
        return duration;
    }
}
