package io.os199.cs.platform.database;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * Rows whose retention period is over.
 *
 * @param rows what the rows are, for the log
 * @param kept how long they are kept, by the UTC calendar; zero: forever
 */
public record Expiry(String rows, Period kept, Batch batch) {
    /** The number of rows per transaction, small enough that nobody waits long for it. */
    public static final int AT_ONCE = 10_000;

    /** Ends some of the rows. */
    @FunctionalInterface
    public interface Batch {
        /**
         * Deletes or empties at most {@code most} rows, and returns how many.
         *
         * @param before rows older than this are due
         * @return fewer than {@code most} when there are no more
         */
        int end(Transaction tx, Instant before, int most);
    }

    /** Rows that are kept for the given number of months; 0: forever. */
    public static Expiry ofMonths(String rows, int months, Batch batch) {
        return new Expiry(rows, Period.ofMonths(months), batch);
    }

    /** Ends all rows whose time is over, and returns how many. An interrupted run is continued the next time. */
    public long run(Database database, Clock clock) {
        if (kept.isZero()) {
            return 0;
        }
        Instant before = StoredTime.now(clock).atZone(ZoneOffset.UTC).minus(kept).toInstant();
        long ended = 0;
        int some;
        do {
            some = database.write(tx -> batch.end(tx, before, AT_ONCE));
            ended += some;
        } while (some == AT_ONCE);
        return ended;
    }
}
