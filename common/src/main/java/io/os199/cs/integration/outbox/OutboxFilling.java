package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Sync;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import java.time.Clock;
import java.time.Instant;

/**
 * Has what happened here reported to an external service, again and again: each thing as an item of its own, so that
 * it is reported once however often the round looks. The items are delivered like any others.
 */
public record OutboxFilling(
        String name, String cron, Database database, Looking looking, Clock clock) implements Sync {
    /** Looks for what is to be reported. */
    @FunctionalInterface
    public interface Looking {
        /** Puts what is found into the outbox; items that are already there stay as they are. */
        void look(Transaction tx, Instant now);
    }

    @Override
    public void run() {
        SoleRound.run(database, name, false, this::look);
    }

    private boolean look(SoleRound round) {
        round.stay();
        Instant now = StoredTime.now(clock);
        return database.write(
                tx -> {
                    looking.look(tx, now);
                    return true;
                });
    }
}
