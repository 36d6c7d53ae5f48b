package io.os199.cs.ingest;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SteppedWork;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsageMonths;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

/** Imports files as a worker does, step by step, without a worker. */
final class TestImports {
    static final String PRINCIPAL = "key_importer";

    private final Database database;
    private final Imports imports;
    private final ImportWork work;
    private final AtomicInteger healthRuns = new AtomicInteger();
    private final AtomicReference<SteppedWork.Step> last = new AtomicReference<>();

    TestImports(TestDatabase test, Clock clock) {
        this(test, ClientAnswers.unkept(), clock);
    }

    /** As {@link #TestImports(TestDatabase, Clock)}, with these answers to notify. */
    TestImports(TestDatabase test, ClientAnswers answers, Clock clock) {
        DataSource pool = test.dataSource();
        try {
            new Partitions(pool, clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database = test.database();
        imports = new Imports(database, new JobSubmission(new JobQueue(pool), clock), clock);
        work =
                new ImportWork(
                        new UsageMonths(database, new Partitions(pool, clock)),
                        new Timeline(),
                        answers,
                        new AuditLog(clock),
                        tx -> healthRuns.incrementAndGet(),
                        clock);
    }

    /** The options of one import; by default: strict, CSV with commas, changing existing rows. */
    record Ask(
            String kind,
            ImportFormat format,
            ImportMode mode,
            OnConflict onConflict,
            ImportOptions options) {
        static Ask of(String kind) {
            return new Ask(
                    kind,
                    ImportFormat.CSV,
                    ImportMode.STRICT,
                    OnConflict.UPDATE,
                    new ImportOptions(',', false, false));
        }

        Ask lenient() {
            return new Ask(kind, format, ImportMode.LENIENT, onConflict, options);
        }

        Ask ndjson() {
            return new Ask(kind, ImportFormat.NDJSON, mode, onConflict, options);
        }

        Ask skipping() {
            return new Ask(kind, format, mode, OnConflict.SKIP, options);
        }

        Ask forced() {
            return with(new ImportOptions(options.delimiter(), options.dryRun(), true));
        }

        Ask dry() {
            return with(new ImportOptions(options.delimiter(), true, options.force()));
        }

        Ask delimited(char delimiter) {
            return with(new ImportOptions(delimiter, options.dryRun(), options.force()));
        }

        private Ask with(ImportOptions changed) {
            return new Ask(kind, format, mode, onConflict, changed);
        }
    }

    Imports.Received receive(Ask ask, InputStream file) {
        try {
            return imports.receive(
                    new Imports.Order(
                            Kinds.named(ask.kind()).orElseThrow(),
                            ask.format(),
                            ask.mode(),
                            ask.onConflict(),
                            ask.options(),
                            PRINCIPAL),
                    file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Imports.Received receive(Ask ask, String file) {
        return receive(ask, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    /** Imports the file to its end. */
    ImportRecord run(Ask ask, String file) {
        return finish(accepted(receive(ask, file)));
    }

    ImportRecord run(Ask ask, byte[] file) {
        return finish(accepted(receive(ask, new ByteArrayInputStream(file))));
    }

    static String accepted(Imports.Received received) {
        return ((Imports.Accepted) received).record().importId();
    }

    ImportRecord finish(String importId) {
        while (step(importId) instanceof SteppedWork.More) {
            // Continue with the next step.
        }
        return imports.find(importId).orElseThrow();
    }

    SteppedWork.Step step(String importId) {
        RunningJob job =
                new RunningJob(
                        "job",
                        ImportWork.TOOL,
                        PRINCIPAL,
                        Json.tree(Map.of("import_id", importId)),
                        Instant.EPOCH);
        SteppedWork.Step step = database.write(tx -> work.step(tx, job));
        last.set(step);
        return step;
    }

    /** Returns why the last import was refused. */
    String refusal() {
        return ((SteppedWork.Refused) last.get()).message();
    }

    List<RowFault> faults(ImportRecord record) {
        return imports.faults(record.importId());
    }

    Imports imports() {
        return imports;
    }

    int healthRuns() {
        return healthRuns.get();
    }
}
