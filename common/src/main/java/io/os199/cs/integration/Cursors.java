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
     * @param place within what is being read; absent between two runs, which begin at {@code completeTo}
     * @param completeTo everything up to there was read
     */
    public record Cursor(@Nullable String place, @Nullable Instant completeTo) {}

    /** Nothing read yet is a cursor too. */
    public Cursor find(Transaction tx, Integration integration, String resource) {
        return tx.dao(CursorDao.class)
                .find(integration.wireName(), resource)
                .orElse(new Cursor(null, null));
    }

    /**
     * Moves on, in the transaction that stores what was read. Where it answers false, somebody set the cursor back or read the same
     * meanwhile: what was read is to be rolled back, and the run to end.
     *
     * @param from as it was found before the page was read
     */
    public boolean advance(
            Transaction tx, Integration integration, String resource, Cursor from, Cursor to) {
        return tx.dao(CursorDao.class)
                        .advance(
                                integration.wireName(),
                                resource,
                                from.place(),
                                from.completeTo(),
                                to.place(),
                                to.completeTo(),
                                clock.instant().truncatedTo(ChronoUnit.MICROS))
                == 1;
    }

    /**
     * Has one resource read once more since an instant, once what is being read has come to its end. A run that goes on behind that end stops
     * there, and the next one begins anew.
     */
    public void back(Transaction tx, Integration integration, String resource, Instant from) {
        tx.dao(CursorDao.class)
                .back(
                        integration.wireName(),
                        resource,
                        from,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Has all that a service holds since an instant read once more; a run that is under way ends at its next page. */
    public void reread(Transaction tx, Integration integration, Instant from) {
        tx.dao(CursorDao.class)
                .reread(
                        integration.wireName(),
                        from,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
