package io.os199.cs.benchmarks;

/** A single measurement. Its output goes to standard output and can be pasted into a Markdown file. */
@FunctionalInterface
interface Benchmark {
    void run(BenchmarkServer server, BenchmarkOptions options) throws Exception;
}
