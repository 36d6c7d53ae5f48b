package io.os199.cs.ingest;

import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports for those who ask for them: hand over a file, look how far it is, read what is wrong with it. */
public final class Imports {
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final long LARGEST_FILE = 2L << 30;

    private final Database database;
    private final JobSubmission jobs;
    private final Clock clock;
    private final long largestFile;

    public Imports(Database database, JobSubmission jobs, Clock clock) {
        this(database, jobs, clock, LARGEST_FILE);
    }

    /**
     * @param largestFile in bytes, unpacked
     */
    Imports(Database database, JobSubmission jobs, Clock clock, long largestFile) {
        this.largestFile = largestFile;
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What is asked for. */
    public record Order(
            Kind kind,
            ImportFormat format,
            ImportMode mode,
            OnConflict onConflict,
            ImportOptions options,
            String principal) {}

    /** What came of handing over a file. */
    public sealed interface Received {}

    /** A worker takes it from here; its job is of the same principal. */
    public record Accepted(ImportRecord record) implements Received {}

    /** The same file was imported as the same kind in the same mode a short while ago: this is what came of it. */
    public record Duplicate(ImportRecord record) implements Received {}

    /** The file is larger than may be; nothing of it is kept. */
    public record TooLarge() implements Received {}

    public record Empty() implements Received {}

    /**
     * Stores the file as it comes, plain or gzip, and submits its job. Nothing of it is parsed. Memory holds one chunk.
     *
     * @throws IOException when it breaks off, or says that it is gzip and is not; nothing of it is kept
     */
    public Received receive(Order order, InputStream file) throws IOException {
        String importId = TypeId.next("import");
        database.write(
                tx -> {
                    tx.dao(ImportDao.class)
                            .begin(
                                    importId,
                                    order.kind().name(),
                                    order.format(),
                                    order.mode(),
                                    order.onConflict(),
                                    order.options(),
                                    order.principal(),
                                    now());
                    return importId;
                });
        FileReceiver receiver = new FileReceiver(database, importId, largestFile);
        Received received = null;
        try {
            received =
                    switch (receiver.take(file)) {
                        case FileReceiver.TooLarge _ -> new TooLarge();
                        case FileReceiver.Whole(int _, long bytes, String _) when bytes == 0 ->
                                new Empty();
                        case FileReceiver.Whole whole -> accept(importId, order, whole);
                    };
            return received;
        } finally {
            if (!(received instanceof Accepted)) {
                forget(importId);
            }
        }
    }

    private Received accept(String importId, Order order, FileReceiver.Whole file) {
        Optional<ImportRecord> same =
                order.options().force() || order.options().dryRun()
                        ? Optional.empty()
                        : database.current(
                                tx ->
                                        tx.dao(ImportDao.class)
                                                .sameFile(
                                                        file.sha256(),
                                                        order.kind().name(),
                                                        order.mode(),
                                                        now().minus(REMEMBERED)));
        return same.<Received>map(Duplicate::new)
                .orElseGet(
                        () ->
                                new Accepted(
                                        database.write(tx -> submit(tx, importId, order, file))));
    }

    private ImportRecord submit(
            Transaction tx, String importId, Order order, FileReceiver.Whole file) {
        String jobId =
                jobs.submit(
                                tx,
                                new JobOrder(
                                        ImportWork.TOOL,
                                        Json.tree(
                                                Map.of(
                                                        ImportWork.IMPORT_ID,
                                                        importId,
                                                        "kind",
                                                        order.kind().name())),
                                        order.principal()))
                        .jobId();
        ImportDao dao = tx.dao(ImportDao.class);
        if (dao.received(importId, file.sha256(), file.chunkCount(), file.byteCount(), jobId, now())
                == 0) {
            throw new IllegalStateException("the import is gone");
        }
        return dao.find(importId).orElseThrow();
    }

    private void forget(String importId) {
        database.write(
                tx -> {
                    ImportDao dao = tx.dao(ImportDao.class);
                    return dao.deleteChunks(importId) + dao.delete(importId);
                });
    }

    public Optional<ImportRecord> find(String importId) {
        return database.current(tx -> tx.dao(ImportDao.class).find(importId));
    }

    /** The first ten thousand, by line. */
    public List<RowFault> faults(String importId) {
        return database.current(tx -> tx.dao(FaultDao.class).kept(importId));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
