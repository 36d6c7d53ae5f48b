package io.os199.cs.ingest;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.ingest.kind.Batch;
import io.os199.cs.ingest.kind.Check;
import io.os199.cs.ingest.kind.Key;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.FaultCounts;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Checks staged rows against what is stored and merges the good ones, recording the progress in the same transaction.
 */
final class MergingStep {
    private static final int BATCH = 50_000;
    private static final StagingDao.Place BEFORE_ALL = new StagingDao.Place(-1, 0);
    private static final StagingDao.Place AFTER_ALL =
            new StagingDao.Place(Integer.MAX_VALUE, Long.MAX_VALUE);

    private final Timeline timeline;
    private final ClientAnswers answers;

    MergingStep(Timeline timeline, ClientAnswers answers) {
        this.timeline = timeline;
        this.answers = answers;
    }

    /** Finds the rows that repeat an earlier row: the one check that needs the whole file. */
    void findDuplicates(Transaction tx, Kind kind, Course course, Instant now) {
        StagingDao staging = tx.dao(StagingDao.class);
        staging.analyze(kind);
        // Including those that were merged, if the file was read again since.
        Batch all = batch(course, BEFORE_ALL, AFTER_ALL, now);
        Tally tally = new Tally(course);
        for (Key key : kind.keys()) {
            tally.add(
                    FaultCode.DUPLICATE_IN_FILE,
                    staging.findDuplicates(kind, key, all, RowFaults.MOST));
        }
        store(tx, course, tally, mergedTo(course), now);
    }

    private static StagingDao.Place mergedTo(Course course) {
        return new StagingDao.Place(course.mergedChunkNo(), course.mergedLine());
    }

    /** What happened to a batch. */
    sealed interface Merged {}

    /** No row was left. */
    record Nothing() implements Merged {}

    record Some(ImportCounts counts) implements Merged {}

    /** Rows are at fault, so nothing was merged. */
    record Rejected() implements Merged {}

    /** Takes all rows in one batch if the import is strict, otherwise the next ones. */
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
        Batch batch = batch(course, mergedTo(course), end, now);
        kind.prepare(tx, batch);
        Tally tally = new Tally(course);
        for (Check check : kind.checks()) {
            tally.add(check.code(), staging.find(kind, check, batch, RowFaults.MOST));
        }
        boolean rejects = course.isStrict() && tally.counts.rejectedCount() > 0;
        if (!rejects) {
            tally.add(merge(tx, kind, course, batch));
        }
        store(tx, course, tally, end, now);
        return rejects ? new Rejected() : new Some(tally.counts);
    }

    private static void store(
            Transaction tx, Course course, Tally tally, StagingDao.Place end, Instant now) {
        tx.dao(ImportDao.class)
                .merged(
                        course.importId(),
                        tally.counts,
                        tally.faultCounts.byCode(),
                        RowFaults.keep(tx, course, tally.sorted()),
                        ImportState.MERGING,
                        end.chunkNo(),
                        end.line(),
                        now);
    }

    /** The totals of an import including this step. */
    private static final class Tally {
        private ImportCounts counts;
        private FaultCounts faultCounts;
        private final List<RowFault> faults = new ArrayList<>();

        Tally(Course course) {
            this.counts = course.counts();
            this.faultCounts = course.faults();
        }

        void add(FaultCode code, StagingDao.Found found) {
            faults.addAll(found.faults());
            counts = counts.plus(ImportCounts.rejected(found.rowCount()));
            if (found.faultCount() > 0) {
                faultCounts =
                        faultCounts.plus(FaultCounts.of(Map.of(code.wire(), found.faultCount())));
            }
        }

        void add(ImportCounts merged) {
            counts = counts.plus(merged);
        }

        List<RowFault> sorted() {
            return faults.stream().sorted(Comparator.comparingLong(RowFault::line)).toList();
        }
    }

    /** Merges a batch; a dry run does everything and rolls it back. */
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
            answers.everythingChanged(tx);
        }
        return counts;
    }

    private static Batch batch(
            Course course, StagingDao.Place from, StagingDao.Place end, Instant now) {
        return new Batch(
                course.importId(),
                from.chunkNo(),
                from.line(),
                end.chunkNo(),
                end.line(),
                course.onConflict() == OnConflict.UPDATE,
                course.principal(),
                now);
    }
}
