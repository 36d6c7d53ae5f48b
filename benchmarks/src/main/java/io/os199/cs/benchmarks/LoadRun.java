package io.os199.cs.benchmarks;

import io.os199.cs.benchmarks.ProcessWatch.Look;
import io.os199.cs.benchmarks.load.Answered;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happened between two moments of a run.
 *
 * @param answers those received in that time
 * @param looks the samples taken in that time, at least two
 */
record LoadRun(List<Answered> answers, List<Look> looks) {
    private static final double MEBIBYTE = 1 << 20;
    private static final double NANOS_IN_MICRO = 1e3;

    LoadRun {
        answers = List.copyOf(answers);
        looks = List.copyOf(looks);
    }

    static LoadRun between(Instant from, Instant to, List<Answered> answers, List<Look> looks) {
        return new LoadRun(
                answers.stream()
                        .filter(answer -> !answer.at().isBefore(from) && answer.at().isBefore(to))
                        .toList(),
                looks.stream()
                        .filter(look -> !look.at().isBefore(from) && look.at().isBefore(to))
                        .toList());
    }

    double seconds() {
        return Duration.between(looks.getFirst().at(), looks.getLast().at()).toNanos() / 1e9;
    }

    /** Returns the number of successful answers per second. */
    double goodPerSecond() {
        return answers.stream().filter(Answered::isOk).count() / seconds();
    }

    /** Returns the share of the answers with that outcome, from 0 to 1. */
    double share(String outcome) {
        return answers.stream().filter(answer -> answer.outcome().equals(outcome)).count()
                / (double) Math.max(1, answers.size());
    }

    Latencies latencies() {
        return latencies(answers);
    }

    static Latencies latencies(List<Answered> answers) {
        return Latencies.of(answers.stream().filter(Answered::isOk).map(Answered::took).toList());
    }

    /** Returns the answers by what was asked, in order of name. */
    Map<String, List<Answered>> byName() {
        return answers.stream()
                .collect(Collectors.groupingBy(Answered::asked, TreeMap::new, Collectors.toList()));
    }

    /** Counts the answers of each outcome that is not a success. */
    static Map<String, Long> faults(List<Answered> answers) {
        return answers.stream()
                .filter(answer -> !answer.isOk())
                .collect(
                        Collectors.groupingBy(
                                answer -> answer.asked() + ": " + answer.outcome(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    private Duration cpu() {
        return looks.getLast().cpu().minus(looks.getFirst().cpu());
    }

    private Duration databaseCpu() {
        return looks.getLast().databaseCpu().minus(looks.getFirst().databaseCpu());
    }

    /** Returns the cores that the API used, on average. */
    double cores() {
        return cpu().toNanos() / 1e9 / seconds();
    }

    /** Returns the cores that PostgreSQL used, on average. */
    double databaseCores() {
        return databaseCpu().toNanos() / 1e9 / seconds();
    }

    double microsPerCall() {
        return cpu().toNanos() / NANOS_IN_MICRO / answers.size();
    }

    double databaseMicrosPerCall() {
        return databaseCpu().toNanos() / NANOS_IN_MICRO / answers.size();
    }

    double mostWaiting() {
        return looks.stream().mapToDouble(Look::waiting).max().orElseThrow();
    }

    double mostHeapMebibytes() {
        return looks.stream().mapToDouble(Look::heapBytes).max().orElseThrow() / MEBIBYTE;
    }

    double mostResidentMebibytes() {
        return looks.stream().mapToLong(Look::residentBytes).max().orElseThrow() / MEBIBYTE;
    }

    /** Returns the hit rate of the cache, from 0 to 1; 0 without a cache. */
    double hitRate() {
        double asked = looks.getLast().cacheAsked() - looks.getFirst().cacheAsked();
        double found = looks.getLast().cacheFound() - looks.getFirst().cacheFound();
        return asked == 0 ? 0 : found / asked;
    }
}
