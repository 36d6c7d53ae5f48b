package io.os199.cs.benchmarks;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.performance.AnalysisType;
import io.os199.cs.support.performance.PerformanceOrder;
import io.os199.cs.support.performance.PerformanceWork;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

/** How support performs for all clients, as the job reports it, compared with its statements alone. */
final class SupportAnalysis {
    private static final List<Integer> DAYS = List.of(30, 365);
    private static final double MILLION = 1e6;

    private final AtomicLong inStatements = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private final Database database;
    private final Instant now;

    SupportAnalysis(DataSource source, Instant now) {
        Jdbi jdbi = Database.configure(Jdbi.create(source));
        jdbi.setSqlLogger(
                new SqlLogger() {
                    @Override
                    public void logAfterExecution(StatementContext context) {
                        inStatements.addAndGet(
                                Duration.between(
                                                Objects.requireNonNull(
                                                        context.getExecutionMoment()),
                                                Objects.requireNonNull(
                                                        context.getCompletionMoment()))
                                        .toNanos());
                        statements.incrementAndGet();
                    }
                });
        this.database = new Database(jdbi, jdbi, null);
        this.now = now;
    }

    void run() {
        System.out.printf(
                "%n| analysis | days | statements | their ms | job ms | ratio"
                        + " |%n|---|---|---|---|---|---|%n");
        for (int days : DAYS) {
            for (AnalysisType type : AnalysisType.values()) {
                time(type, days);
            }
        }
    }

    private void time(AnalysisType type, int days) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        PerformanceOrder order =
                new PerformanceOrder(type, today, days, null, null, null, null, true, true, 12, 50);
        RunningJob job =
                new RunningJob(
                        "job_a",
                        PerformanceWork.TOOL,
                        "benchmark",
                        Json.tree(order),
                        now.truncatedTo(ChronoUnit.MILLIS));
        PerformanceWork work = new PerformanceWork(ClientAnswers.unkept(), ZoneOffset.UTC);
        inStatements.set(0);
        statements.set(0);
        long started = System.nanoTime();
        database.write(tx -> work.run(tx, job));
        double taken = (System.nanoTime() - started) / MILLION;
        double bare = inStatements.get() / MILLION;
        System.out.printf(
                "| %s | %d | %d | %,.0f | %,.0f | %.2f |%n",
                Json.tree(type).asText(), days, statements.get(), bare, taken, taken / bare);
    }
}
