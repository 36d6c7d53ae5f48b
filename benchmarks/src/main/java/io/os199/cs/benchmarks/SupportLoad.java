package io.os199.cs.benchmarks;

import java.sql.SQLException;
import java.time.Clock;

/**
 * Support at a size that few reach: searches of the help, lists of tickets, routing and the sweep, each through what
 * the tools and the worker call. What writes is rolled back, so that the next run finds the same data.
 */
final class SupportLoad implements Benchmark {
    private final Clock clock;

    SupportLoad(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws SQLException {
        new SupportFill(clock).run(server, options);
        new HelpReading(server, clock.instant()).run(options.searches());
        new TicketWork(server, clock).run(options.repeats());
        new SupportAnalysis(server.pool(), clock.instant()).run();
    }
}
