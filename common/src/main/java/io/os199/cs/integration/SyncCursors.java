package io.os199.cs.integration;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;

/** How far each resource of an external service has been read. */
public final class SyncCursors {
    private final Clock clock;

    public SyncCursors(Clock clock) {
        this.clock = clock;
    }

    /**
     * The position where reading continues.
     *
     * @param place the position within what is being read; absent between two runs, which begin at {@code completeTo}
     * @param completeTo the instant up to which everything was read
     */
    public record Cursor(@Nullable String place, @Nullable Instant completeTo) {}

    /** Returns the cursor of a resource, which is empty where nothing was read yet. */
    public Cursor find(Transaction tx, Integration integration, String resource) {
        return tx.dao(CursorDao.class)
                .find(integration.wireName(), resource)
                .orElse(new Cursor(null, null));
    }

    /**
     * Moves the cursor on, in the transaction that stores what was read. Returns false if somebody set the cursor
     * back or read the same meanwhile: what was read must then be rolled back, and the run must end.
     *
     * @param from the cursor as it was found before the page was read
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
                                StoredTime.now(clock))
                == 1;
    }

    /**
     * Has one resource read once more from an instant, after the read in progress has reached its end. A run that
     * goes on beyond that end stops there, and the next one starts over.
     */
    public void back(Transaction tx, Integration integration, String resource, Instant from) {
        tx.dao(CursorDao.class).back(integration.wireName(), resource, from, StoredTime.now(clock));
    }

    /** Has everything that a service holds since an instant read once more; a run in progress ends at its next page. */
    public void reread(Transaction tx, Integration integration, Instant from) {
        tx.dao(CursorDao.class).reread(integration.wireName(), from, StoredTime.now(clock));
    }
}
