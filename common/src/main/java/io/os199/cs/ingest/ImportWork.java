package io.os199.cs.ingest;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.ingest.file.UnreadableFileException;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SteppedWork;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.usage.UsageMonths;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The course of an import: its file is read into a staging table, some chunks per step; checked against itself; then
 * checked against what is stored and merged, all rows in one step or a limited number at a time. Each step records in
 * {@code imports} where the next one begins, so a worker that is killed loses a step but no row.
 */
public final class ImportWork implements SteppedWork {
    public static final String TOOL = "import";

    /** The job argument that names the import. */
    static final String IMPORT_ID = "import_id";

    private static final long MOST_STRICT_ROWS = 2_000_000;

    private final StagingStep staging;
    private final MergingStep merging;
    private final AuditLog auditLog;
    private final Consumer<Transaction> healthIsStale;
    private final Clock clock;

    /**
     * @param healthIsStale queues the recalculation of health, in the transaction that ends an import which affected
     *     it
     */
    public ImportWork(
            UsageMonths months,
            Timeline timeline,
            ClientAnswers answers,
            AuditLog auditLog,
            Consumer<Transaction> healthIsStale,
            Clock clock) {
        this.staging = new StagingStep(months);
        this.merging = new MergingStep(timeline, answers);
        this.auditLog = auditLog;
        this.healthIsStale = healthIsStale;
        this.clock = clock;
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public Step step(Transaction tx, RunningJob job) {
        String importId = job.arguments().required(IMPORT_ID).textValue();
        Course course = course(tx, importId);
        Kind kind = Kinds.named(course.kind()).orElseThrow();
        Instant now = StoredTime.now(clock);
        if (course.state() != ImportState.STAGING && isLost(tx, kind, course)) {
            tx.dao(StagingDao.class).delete(kind, importId);
            tx.dao(ImportDao.class).deleteErrors(importId);
            tx.dao(ImportDao.class).stageAgain(importId, now);
            return more(course(tx, importId), "reading the file again");
        }
        return switch (course.state()) {
            case STAGING -> stage(tx, kind, course, now);
            case CHECKING -> {
                merging.findDuplicates(tx, kind, course, now);
                yield more(course(tx, importId), "checked against itself");
            }
            case MERGING -> merge(tx, kind, course, now);
            default -> throw new IllegalStateException("an import that is " + course.state());
        };
    }

    private static Course course(Transaction tx, String importId) {
        return tx.dao(ImportDao.class).course(importId).orElseThrow();
    }

    /** Whether staged rows are lost: after a crash of the database its unlogged tables are empty. */
    private static boolean isLost(Transaction tx, Kind kind, Course course) {
        return course.stagedCount() > 0
                && tx.dao(StagingDao.class).count(kind, course.importId()) < course.stagedCount();
    }

    private Step stage(Transaction tx, Kind kind, Course course, Instant now) {
        try {
            staging.take(tx, kind, course, now);
        } catch (UnreadableFileException e) {
            return refuse(tx, kind, course, now, "Nothing was imported: " + e.getMessage() + '.');
        }
        Course after = course(tx, course.importId());
        if (after.isStrict() && after.stagedCount() > MOST_STRICT_ROWS) {
            return refuse(
                    tx,
                    kind,
                    after,
                    now,
                    "Nothing was imported: the file has more than %,d rows, the most that a strict import merges at once. Send mode=lenient, or split the file."
                            .formatted(MOST_STRICT_ROWS));
        }
        return more(after, "%,d rows read".formatted(after.counts().readCount()));
    }

    private Step merge(Transaction tx, Kind kind, Course course, Instant now) {
        return switch (merging.take(tx, kind, course, now)) {
            case MergingStep.Some(ImportCounts counts) ->
                    more(
                            course(tx, course.importId()),
                            "%,d of %,d rows done"
                                    .formatted(
                                            counts.readCount() - unmerged(counts),
                                            counts.readCount()));
            case MergingStep.Nothing _ -> finish(tx, kind, course, now);
            case MergingStep.Rejected _ -> reject(tx, kind, course, now);
        };
    }

    private static long unmerged(ImportCounts counts) {
        return counts.readCount()
                - counts.insertedCount()
                - counts.updatedCount()
                - counts.unchangedCount()
                - counts.skippedCount()
                - counts.rejectedCount();
    }

    private Step finish(Transaction tx, Kind kind, Course course, Instant now) {
        if (course.isStrict() && course.counts().rejectedCount() > 0) {
            return reject(tx, kind, course, now);
        }
        end(tx, kind, course, ImportState.DONE, now);
        audit(tx, course, "ok");
        ImportCounts counts = course.counts();
        if (!course.options().dryRun() && counts.changedAnything() && kind.movesHealth()) {
            // Locks jobs, and so comes last.
            healthIsStale.accept(tx);
        }
        return new Finished(Json.tree(record(tx, course)));
    }

    private static ImportRecord record(Transaction tx, Course course) {
        return tx.dao(ImportDao.class).find(course.importId()).orElseThrow();
    }

    private Step reject(Transaction tx, Kind kind, Course course, Instant now) {
        Course after = course(tx, course.importId());
        Optional<RowFault> first =
                tx.dao(FaultDao.class).kept(course.importId()).stream().findFirst();
        if (course.options().dryRun()) {
            end(tx, kind, after, ImportState.DONE, now);
            return new Finished(Json.tree(record(tx, after)));
        }
        String message =
                "Nothing was imported: %,d of %,d rows are at fault%s. Mend them, or send mode=lenient to import the others; GET /v1/imports/%s/errors has them all."
                        .formatted(
                                after.counts().rejectedCount(),
                                after.counts().readCount(),
                                first.map(ImportWork::shown).orElse(""),
                                course.importId());
        return refuse(tx, kind, after, now, message);
    }

    private static String shown(RowFault fault) {
        return ", the first on line %d: %s (%s)"
                .formatted(fault.line(), fault.message(), fault.code().wire());
    }

    private Step refuse(Transaction tx, Kind kind, Course course, Instant now, String message) {
        end(tx, kind, course, ImportState.FAILED, now);
        audit(tx, course, "invalid_argument");
        return new Refused("invalid_argument", message);
    }

    private void end(Transaction tx, Kind kind, Course course, ImportState state, Instant now) {
        tx.dao(StagingDao.class).delete(kind, course.importId());
        ImportDao dao = tx.dao(ImportDao.class);
        dao.deleteChunks(course.importId());
        dao.end(course.importId(), state, now);
    }

    private void audit(Transaction tx, Course course, String outcome) {
        auditLog.record(
                tx,
                new AuditEntry(
                        course.principal(),
                        TOOL,
                        (course.options().dryRun() ? "try " : "import ") + course.kind(),
                        List.of(course.importId()),
                        outcome,
                        null));
    }

    /** Returns the progress: the file is read once and merged once, and each is half of the work. */
    private static Step more(Course course, String message) {
        long merged = Math.max(0, course.mergedChunkNo());
        long read =
                course.state() == ImportState.STAGING
                        ? course.next().chunkNo()
                        : course.chunkCount();
        return new More(read + merged, 2L * course.chunkCount(), message);
    }
}
