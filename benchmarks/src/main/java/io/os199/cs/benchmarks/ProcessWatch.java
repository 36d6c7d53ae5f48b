package io.os199.cs.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Samples an API process and its PostgreSQL every second: its metrics at {@code /metrics}, CPU and memory. */
final class ProcessWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Set<String> FOUND = Set.of("hit", "near");
    private static final int KIBIBYTE = 1024;

    private final ProcessHandle api;
    private final URI metrics;
    private final ProcessHandle postgres;
    private final Clock clock;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService every = Executors.newSingleThreadScheduledExecutor();

    /**
     * A sample.
     *
     * @param cpu of the API so far
     * @param databaseCpu of PostgreSQL's processes so far
     * @param heapBytes in use, garbage included
     * @param waiting for a connection
     * @param cacheAsked how often it was asked so far; {@code cacheFound} is how often it had the answer
     */
    record Look(
            Instant at,
            Duration cpu,
            Duration databaseCpu,
            long residentBytes,
            double heapBytes,
            double waiting,
            double cacheAsked,
            double cacheFound) {}

    private ProcessWatch(ProcessHandle api, URI metrics, ProcessHandle postgres, Clock clock) {
        this.api = api;
        this.metrics = metrics;
        this.postgres = postgres;
        this.clock = clock;
    }

    static ProcessWatch start(Deployment deployment, BenchmarkServer server, Clock clock) {
        ProcessWatch watch =
                new ProcessWatch(
                        deployment.process(),
                        deployment.adminUri("/metrics"),
                        server.process(),
                        clock);
        watch.look();
        ScheduledFuture<?> _ =
                watch.every.scheduleAtFixedRate(
                        watch::look,
                        BETWEEN_LOOKS.toMillis(),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Returns the samples in order, the first one from before any load. */
    List<Look> looks() {
        return List.copyOf(looks);
    }

    @Override
    public void close() {
        every.shutdownNow();
        http.close();
    }

    /** Takes a sample; one that fails is left out, and whoever reads them notices it missing. */
    private void look() {
        try {
            String figures =
                    http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                            .body();
            looks.add(
                    new Look(
                            clock.instant(),
                            cpu(api),
                            databaseCpu(),
                            residentBytes(),
                            value(figures, "jvm_memory_heap_used"),
                            sum(figures, "database_pool_waiting", "pool", pool -> true),
                            sum(figures, "cache_requests_total", "outcome", outcome -> true),
                            sum(figures, "cache_requests_total", "outcome", FOUND::contains)));
        } catch (IOException e) {
            // Too busy for this sample.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration databaseCpu() {
        return postgres.descendants().map(ProcessWatch::cpu).reduce(cpu(postgres), Duration::plus);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long residentBytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(api.pid())))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double value(String figures, String name) {
        return figures.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Sums the samples of a metric whose label is one of those wanted. */
    private static double sum(
            String figures, String name, String label, Predicate<String> isWanted) {
        return figures.lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> isWanted.test(valueOf(label, line)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                .sum();
    }

    private static String valueOf(String label, String line) {
        int begin = line.indexOf(label + "=\"") + label.length() + 2;
        return line.substring(begin, line.indexOf('"', begin));
    }
}
