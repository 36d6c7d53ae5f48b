package io.os199.cs.platform.database;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Rows that have had their day.
 *
 * @param rows what they are, for the log
 * @param kept how long they are, by the calendar of UTC; zero: for ever
 */
public record Expiry(String rows, Period kept, Batch batch) {
    /** So few go in one transaction that nobody waits long for it. */
    public static final int AT_ONCE = 10_000;

    /** What is done to some of the rows. */
    @FunctionalInterface
    public interface Batch {
        /**
         * Deletes, or empties, at most so many, and answers how many.
         *
         * @param before which is old enough
         * @return fewer than {@code most}: there are no more
         */
        int end(Transaction tx, Instant before, int most);
    }

    /** Rows that are kept for so many months; 0: for ever. */
    public static Expiry ofMonths(String rows, int months, Batch batch) {
        return new Expiry(rows, Period.ofMonths(months), batch);
    }

    /** Ends all whose time is over, and answers how many. What is interrupted goes on the next time. */
    public long run(Database database, Clock clock) {
        if (kept.isZero()) {
            return 0;
        }
        Instant before =
                clock.instant()
                        .truncatedTo(ChronoUnit.MICROS)
                        .atZone(ZoneOffset.UTC)
                        .minus(kept)
                        .toInstant();
        long ended = 0;
        int some;
        do {
            some = database.write(tx -> batch.end(tx, before, AT_ONCE));
            ended += some;
        } while (some == AT_ONCE);
        return ended;
    }
}
