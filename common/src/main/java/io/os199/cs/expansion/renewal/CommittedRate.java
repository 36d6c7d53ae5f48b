package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;

/** How often customers renewed what they had committed to, over the 24 months up to a given day. */
public record CommittedRate(int renewedCount, int closedCount) {
    private static final double PRIOR_RENEWED = 9.5;
    private static final double PRIOR_CLOSED = 10;

    /** Reads the rate over all stored renewals. */
    public static CommittedRate read(Transaction tx, LocalDate today) {
        return tx.dao(RenewalFactsDao.class).committed(today);
    }

    /** {@code (renewed + 9.5) / (closed + 10)}, which is 0.95 without any history. */
    public double weight() {
        return (renewedCount + PRIOR_RENEWED) / (closedCount + PRIOR_CLOSED);
    }

    /** Whether there is any history. */
    public boolean isOwn() {
        return closedCount > 0;
    }
}
