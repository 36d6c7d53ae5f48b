package io.os199.cs.ingest.model;

/** What happened to the rows of a file; once it is done, the read count is the sum of the others. */
public record ImportCounts(
        long readCount,
        long insertedCount,
        long updatedCount,
        long unchangedCount,
        long skippedCount,
        long rejectedCount) {
    public static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0, 0);

    public ImportCounts plus(ImportCounts other) {
        return new ImportCounts(
                readCount + other.readCount,
                insertedCount + other.insertedCount,
                updatedCount + other.updatedCount,
                unchangedCount + other.unchangedCount,
                skippedCount + other.skippedCount,
                rejectedCount + other.rejectedCount);
    }

    public static ImportCounts read(long rows, long rejected) {
        return new ImportCounts(rows, 0, 0, 0, 0, rejected);
    }

    public static ImportCounts rejected(long rows) {
        return new ImportCounts(0, 0, 0, 0, 0, rows);
    }

    public static ImportCounts merged(long inserted, long updated, long unchanged, long skipped) {
        return new ImportCounts(0, inserted, updated, unchanged, skipped, 0);
    }

    public boolean changedAnything() {
        return insertedCount + updatedCount > 0;
    }
}
