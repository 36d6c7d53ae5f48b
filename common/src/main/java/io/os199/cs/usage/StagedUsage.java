package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;

/** Stores events that lie in the staging table of an import, and marks what they make out of date, in one statement. */
public final class StagedUsage {
    /** Staged rows from behind one row up to another. */
    public record Rows(
            String importId, int fromChunk, long fromLine, int toChunk, long toLine, Instant now) {}

    /** Of so many rows so many were new. */
    public record Stored(long totalCount, long newCount) {}

    /** No month is closed from here on until the transaction ends. */
    public void keepMonths(Transaction tx) {
        tx.dao(UsageMonthDao.class).keepAll();
    }

    /** Months must be open ({@link UsageMonths}). */
    public Stored store(Transaction tx, Rows rows) {
        return tx.dao(StagedUsageDao.class).store(rows);
    }
}
