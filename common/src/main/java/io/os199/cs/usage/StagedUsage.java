package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;

import java.time.Instant;

/** Stores events from the staging table of an import, and marks what they make out of date, in one statement. */
public final class StagedUsage {
    /** The staged rows after one row, up to and including another. */
    public record Rows(
            String importId, int fromChunk, long fromLine, int toChunk, long toLine, Instant now) {}

    /** How many rows there were, and how many of them were new. */
    public record Stored(long totalCount, long newCount) {}

    /** Prevents any month from being closed until the transaction ends. */
    public void keepMonths(Transaction tx) {
        tx.dao(UsageMonthDao.class).keepAll();
    }

    /** Stores staged rows; their months must be open ({@link UsageMonths}). */
    public Stored store(Transaction tx, Rows rows) {
        return tx.dao(StagedUsageDao.class).store(rows);
    }
}
