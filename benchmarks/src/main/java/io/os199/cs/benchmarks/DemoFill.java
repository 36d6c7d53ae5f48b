package io.os199.cs.benchmarks;

import io.os199.cs.quickstart.demo.DemoCompany;
import io.os199.cs.quickstart.demo.DemoOptions;
import io.os199.cs.quickstart.demo.DemoSummary;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Fills the database with the demo company, and says how long that took. */
final class DemoFill implements Benchmark {
    private final Clock clock;

    DemoFill(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws SQLException {
        long there = server.database().read(tx -> tx.dao(ScoreStatementDao.class).clientCount());
        if (there > 0) {
            System.out.printf("demo company: %,d clients are there%n", there);
            return;
        }
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        DemoOptions company =
                new DemoOptions(DemoOptions.DEFAULT_SEED, options.clients(), options.days(), today);
        Stopwatch stopwatch = Stopwatch.started();
        DemoSummary summary = DemoCompany.fill(server.direct(), company);
        double seconds = stopwatch.seconds();
        System.out.printf(
                "demo company: %,d clients, %,d rows in %.1f s: %,.0f rows/s%n",
                options.clients(), summary.totalRows(), seconds, summary.totalRows() / seconds);
    }
}
