package io.os199.cs.integration;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How far each resource of a service outside has been read. */
public final class Cursors {
    private final Clock clock;

    public Cursors(Clock clock) {
        this.clock = clock;
    }

    /**
     * Where reading goes on.
     *
     * @param place within what is being read; absent between two runs
     * @param completeTo everything up to there was read
     */
    public record Cursor(@Nullable String place, @Nullable Instant completeTo) {}

    /** Nothing read yet is a cursor too. */
    public Cursor find(Transaction tx, Integration integration, String resource) {
        return tx.dao(CursorDao.class)
                .find(integration.wireName(), resource)
                .orElse(new Cursor(null, null));
    }

    /** To be called in the transaction that stores what was read. */
    public void save(Transaction tx, Integration integration, String resource, Cursor cursor) {
        tx.dao(CursorDao.class)
                .save(
                        integration.wireName(),
                        resource,
                        cursor.place(),
                        cursor.completeTo(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
