package io.os199.cs.benchmarks;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.ImportWork;
import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.UsageMonths;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Imports files as the product does: received, staged, checked and merged by a worker. For comparison, a bare COPY
 * writes the same rows into the same tables; it checks nothing, finds no client, marks no day and adds nothing to the
 * timeline.
 */
final class Importing implements Benchmark {
    private static final int CLIENTS = 100_000;
    private static final int SPREAD_SECONDS = 60 * 60 * 24 * 60;
    private static final int NOTE_CHARACTERS = 10_000;

    private final Clock clock;
    private final PeakHeap heap = new PeakHeap();
    private final Instant last;

    Importing(Clock clock) {
        this.clock = clock;
        this.last = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The rows of one kind, as they appear in a file. */
    private record Rows(String kind, String header, int count, IntFunction<String> line) {
        ImportFile file() {
            return new ImportFile(header, count, line);
        }
    }

    @Override
    public void run(BenchmarkServer server, BenchmarkOptions options) throws Exception {
        Partitions partitions = new Partitions(server.direct(), clock);
        YearMonth now = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        UsageMonths months = new UsageMonths(server.database(), partitions);
        months.open(Set.of(now.minusMonths(2), now.minusMonths(1), now));
        ImportWork work =
                new ImportWork(
                        months,
                        new Timeline(),
                        ClientAnswers.unkept(),
                        new AuditLog(clock),
                        tx -> {},
                        clock);
        System.out.println(
                """
                | file | mode | rows | MB | received s | staged and merged s | rows/s in all | COPY rows/s | all : COPY | peak heap MiB |
                |---|---|---|---|---|---|---|---|---|---|\
                """);
        try (Worker worker = Worker.start(server, work, clock)) {
            double clientCopy = copyClients(server);
            empty(server, "clients, client_names");
            imported(server, worker, clients(), ImportMode.STRICT, clientCopy);
            for (ImportMode mode : ImportMode.values()) {
                empty(server, "usage_events, usage_dirty_days, product_users");
                double eventCopy = copyEvents(server, options.rows());
                empty(server, "usage_events");
                imported(server, worker, events(options.rows()), mode, eventCopy);
            }
            if (options.wideRows() > 0) {
                imported(server, worker, touchpoints(options.wideRows()), ImportMode.LENIENT, 0);
            }
        }
    }

    private static Rows clients() {
        return new Rows(
                "clients",
                "external_id,name,tier,contract_value\n",
                CLIENTS,
                n -> "C-%d,Client %d,standard,%d\n".formatted(n, n, 1_000 + n));
    }

    private Rows events(int count) {
        return new Rows(
                "usage_events",
                "event_id,client,user_key,event_type,occurred_at,feature_key,duration_seconds\n",
                count,
                n -> event(n, "C-" + n % CLIENTS, ""));
    }

    private String event(int n, String client, String more) {
        return "e-%d,%s,user-%d,view,%s,feature-%d,%d%s\n"
                .formatted(
                        n,
                        client,
                        n % 25,
                        last.minusSeconds((n * 7_919L) % SPREAD_SECONDS),
                        n % 40,
                        n % 600,
                        more);
    }

    private Rows touchpoints(int count) {
        String note = "x".repeat(NOTE_CHARACTERS);
        return new Rows(
                "touchpoints",
                "source_ref,client,kind,direction,occurred_at,note\n",
                count,
                n ->
                        "t-%d,C-%d,call,outbound,%s,%s\n"
                                .formatted(n, n % CLIENTS, last.minusSeconds(n), note));
    }

    private double copyClients(BenchmarkServer server) throws Exception {
        String id = "client_%026d";
        return copy(
                        server,
                        "client_names (client_id, name, external_id)",
                        CLIENTS,
                        n -> (id + ",Client %d,C-%d\n").formatted(n, n, n))
                + copy(
                        server,
                        "clients (client_id, name, company_name, external_id, tier,"
                                + " contract_value)",
                        CLIENTS,
                        n ->
                                (id + ",Client %d,Client %d,C-%d,standard,%d\n")
                                        .formatted(n, n, n, n, 1_000 + n));
    }

    private double copyEvents(BenchmarkServer server, int rows) throws Exception {
        return copy(
                server,
                "usage_events (event_id, client_id, user_key, event_type, occurred_at, feature_key,"
                        + " duration_seconds, source)",
                rows,
                n -> event(n, "client_%026d".formatted(n % CLIENTS), ",import"));
    }

    /** Copies the rows and returns the seconds that this took. */
    private static double copy(
            BenchmarkServer server, String table, int rows, IntFunction<String> line)
            throws Exception {
        try (Connection connection = server.direct().getConnection()) {
            Stopwatch stopwatch = Stopwatch.started();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy %s from stdin with (format csv)".formatted(table),
                            new ImportFile("", rows, line),
                            1 << 16);
            return stopwatch.seconds();
        }
    }

    private static void empty(BenchmarkServer server, String tables) throws Exception {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate " + tables + " cascade");
            statement.execute("checkpoint");
        }
    }

    private void imported(
            BenchmarkServer server, Worker worker, Rows rows, ImportMode mode, double copySeconds)
            throws Exception {
        Imports imports =
                new Imports(
                        server.database(),
                        new JobSubmission(new JobQueue(server.pool()), clock),
                        clock);
        heap.reset();
        Stopwatch stopwatch = Stopwatch.started();
        ImportRecord received =
                ((Imports.Accepted)
                                imports.receive(
                                        new Imports.Order(
                                                Kinds.named(rows.kind()).orElseThrow(),
                                                ImportFormat.CSV,
                                                mode,
                                                OnConflict.UPDATE,
                                                new ImportOptions(',', false, true),
                                                "benchmarks"),
                                        rows.file()))
                        .record();
        double receiveSeconds = stopwatch.seconds();
        worker.ended(Objects.requireNonNull(received.jobId()));
        double seconds = stopwatch.seconds();
        ImportRecord ended = imports.find(received.importId()).orElseThrow();
        if (ended.state() != ImportState.DONE || ended.counts().insertedCount() != rows.count()) {
            throw new IllegalStateException("not everything was imported: " + ended.counts());
        }
        System.out.printf(
                "| %s | %s | %,d | %,d | %.1f | %.1f | %,.0f | %s | %s | %d |%n",
                rows.kind(),
                mode.name().toLowerCase(Locale.ROOT),
                rows.count(),
                ended.byteCount() / 1_000_000,
                receiveSeconds,
                seconds - receiveSeconds,
                rows.count() / seconds,
                copySeconds == 0 ? "" : "%,.0f".formatted(rows.count() / copySeconds),
                copySeconds == 0 ? "" : "%.2f".formatted(seconds / copySeconds),
                heap.mebibytes());
    }
}
