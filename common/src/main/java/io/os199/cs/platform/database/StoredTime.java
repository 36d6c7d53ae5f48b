package io.os199.cs.platform.database;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as PostgreSQL stores them, in microseconds. An instant that is truncated before it is written reads back as
 * the same one, and can be compared with stored ones; PostgreSQL itself would round it, and so could move it into the
 * future.
 */
public final class StoredTime {
    private StoredTime() {}

    /** Returns the present instant of a clock. */
    public static Instant now(Clock clock) {
        return of(clock.instant());
    }

    /** Returns an instant without what PostgreSQL does not store of it. */
    public static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
