package io.os199.cs.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The durations of repeated operations by name, with the number of things that they found. */
final class Timings {
    private static final int MEDIAN = 50;
    private static final int MOST = 95;
    private static final int NEARLY_ALL = 99;

    private final String unit;
    private final Map<String, List<Duration>> durations = new LinkedHashMap<>();
    private final Map<String, Long> most = new LinkedHashMap<>();

    /** @param unit of what is found */
    Timings(String unit) {
        this.unit = unit;
    }

    void time(String name, LongSupplier work) {
        long started = System.nanoTime();
        long found = work.getAsLong();
        durations
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(Duration.ofNanos(System.nanoTime() - started));
        most.merge(name, found, Math::max);
    }

    /** Prints a row for each operation, and one for all together. */
    void print(String what) {
        System.out.printf(
                "%n| %s | times | most %s | p50 ms | p95 ms | p99 ms | max ms"
                        + " |%n|---|---|---|---|---|---|---|%n",
                what, unit);
        durations.forEach((name, taken) -> row(name, taken, "%,d".formatted(most.get(name))));
        row("all", durations.values().stream().flatMap(List::stream).toList(), "");
    }

    private static void row(String name, List<Duration> taken, String found) {
        Latencies latencies = Latencies.of(taken);
        System.out.printf(
                "| %s | %d | %s | %.1f | %.1f | %.1f | %.1f |%n",
                name,
                taken.size(),
                found,
                latencies.millis(MEDIAN),
                latencies.millis(MOST),
                latencies.millis(NEARLY_ALL),
                latencies.millis(100));
    }
}
