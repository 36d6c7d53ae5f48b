package io.os199.cs.integration.outbox;

import io.os199.cs.integration.Sync;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Has a service outside told, again and again, what happened here since: each as an item of its own, so that it is told once however often
 * that is looked for. The items are delivered like any others.
 */
public record OutboxFilling(
        String name, String cron, Database database, Looking looking, Clock clock) implements Sync {
    /** Looks for what is to be told. */
    @FunctionalInterface
    public interface Looking {
        /** Puts it into the outbox; what is there already stays as it is. */
        void look(Transaction tx, Instant now);
    }

    @Override
    public void run() {
        SoleRound.run(database, name, false, this::look);
    }

    private boolean look(SoleRound round) {
        round.stay();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.write(
                tx -> {
                    looking.look(tx, now);
                    return true;
                });
    }
}
