package io.os199.cs.ingest;

import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.kind.Batch;
import io.os199.cs.ingest.kind.Check;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.FaultCounts;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Holds staged rows against what is stored and merges the good ones, with how far that is in the same transaction. */
final class MergingStep {
    private static final int BATCH = 50_000;

    private final Timeline timeline;

    MergingStep(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Finds the rows that say again what a row before them has said: the one check that needs the whole file. */
    void findDuplicates(Transaction tx, Kind kind, Course course, Instant now) {
        Batch all = batch(course, new StagingDao.Place(Integer.MAX_VALUE, Long.MAX_VALUE), now);
        StagingDao.Found found = tx.dao(StagingDao.class).findDuplicates(kind, all, Faults.MOST);
        FaultCounts counted = counted("duplicate_in_file", found.faultCount());
        tx.dao(ImportDao.class)
                .merged(
                        course.importId(),
                        course.counts().plus(ImportCounts.rejected(found.rowCount())),
                        course.faults().plus(counted).byCode(),
                        Faults.keep(tx, course, found.faults()),
                        ImportState.MERGING,
                        course.mergedChunkNo(),
                        course.mergedLine(),
                        now);
    }

    /** What became of a batch. */
    sealed interface Merged {}

    /** There was no row left. */
    record Nothing() implements Merged {}

    record Some(ImportCounts counts) implements Merged {}

    /** Rows are at fault, and so nothing was merged. */
    record Rejected() implements Merged {}

    /** All rows in one batch when the import is strict, else the next ones. */
    Merged take(Transaction tx, Kind kind, Course course, Instant now) {
        StagingDao staging = tx.dao(StagingDao.class);
        int most = course.isStrict() ? Integer.MAX_VALUE : BATCH;
        StagingDao.Place end =
                staging.end(
                                kind,
                                course.importId(),
                                course.mergedChunkNo(),
                                course.mergedLine(),
                                most)
                        .orElse(null);
        if (course.isStrict() && course.counts().rejectedCount() > 0 && end == null) {
            return new Rejected();
        }
        if (end == null) {
            return new Nothing();
        }
        Batch batch = batch(course, end, now);
        kind.prepare(tx, batch);
        ImportCounts counts = course.counts();
        FaultCounts counted = course.faults();
        List<RowFault> faults = new ArrayList<>();
        for (Check check : kind.checks()) {
            StagingDao.Found found = staging.find(kind, check, batch, Faults.MOST);
            faults.addAll(found.faults());
            counts = counts.plus(ImportCounts.rejected(found.rowCount()));
            counted = counted.plus(counted(check.code().wire(), found.faultCount()));
        }
        boolean rejects = course.isStrict() && counts.rejectedCount() > 0;
        if (!rejects) {
            counts = counts.plus(merge(tx, kind, course, batch));
        }
        Collections.sort(faults, java.util.Comparator.comparingLong(RowFault::line));
        tx.dao(ImportDao.class)
                .merged(
                        course.importId(),
                        counts,
                        counted.byCode(),
                        Faults.keep(tx, course, faults),
                        ImportState.MERGING,
                        end.chunkNo(),
                        end.line(),
                        now);
        return rejects ? new Rejected() : new Some(counts);
    }

    /** A dry run does it all and takes it back. */
    private ImportCounts merge(Transaction tx, Kind kind, Course course, Batch batch) {
        StagingDao staging = tx.dao(StagingDao.class);
        if (course.options().dryRun()) {
            staging.savepoint();
        }
        ImportCounts counts = kind.merge(tx, batch);
        if (course.options().dryRun()) {
            staging.rollbackToSavepoint();
        } else {
            kind.tell(tx, batch, timeline);
        }
        return counts;
    }

    private static Batch batch(Course course, StagingDao.Place end, Instant now) {
        return new Batch(
                course.importId(),
                course.mergedChunkNo(),
                course.mergedLine(),
                end.chunkNo(),
                end.line(),
                course.onConflict() == OnConflict.UPDATE,
                course.principal(),
                now);
    }

    private static FaultCounts counted(String code, long count) {
        TreeMap<String, Long> byCode = new TreeMap<>();
        if (count > 0) {
            byCode.put(code, count);
        }
        return new FaultCounts(byCode);
    }
}
