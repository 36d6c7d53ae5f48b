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
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports from the caller's side: hand over a file, see how far it is, read what is wrong with it. */
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

    /** @param largestFile the maximum size in bytes, unpacked */
    Imports(Database database, JobSubmission jobs, Clock clock, long largestFile) {
        this.largestFile = largestFile;
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What the caller asks for. */
    public record Order(
            Kind kind,
            ImportFormat format,
            ImportMode mode,
            OnConflict onConflict,
            ImportOptions options,
            String principal) {}

    /** The result of handing over a file. */
    public sealed interface Received {}

    /** A worker continues from here; its job belongs to the same principal. */
    public record Accepted(ImportRecord record) implements Received {}

    /** The same file was imported as the same kind in the same mode a short while ago; this is that import. */
    public record Duplicate(ImportRecord record) implements Received {}

    /** The file is larger than allowed; nothing of it is kept. */
    public record TooLarge() implements Received {}

    public record Empty() implements Received {}

    /**
     * Stores the file as it comes, plain or gzip, and submits its job. None of it is parsed, and only one chunk is in
     * memory.
     *
     * @throws IOException if it breaks off, or claims to be gzip and is not; nothing of it is kept
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

    /** Returns the first ten thousand faults, by line. */
    public List<RowFault> faults(String importId) {
        return database.current(tx -> tx.dao(FaultDao.class).kept(importId));
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
