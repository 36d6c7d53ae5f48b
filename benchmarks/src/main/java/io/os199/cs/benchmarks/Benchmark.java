package io.os199.cs.benchmarks;

/** One thing measured. What it says goes to standard output and can be pasted into a Markdown file. */
@FunctionalInterface
interface Benchmark {
    void run(BenchmarkServer server, BenchmarkOptions options) throws Exception;
}
