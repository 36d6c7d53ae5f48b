package io.os199.cs.integration;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The stored states of the external services. */
public final class IntegrationStates {
    private final Database database;
    private final Clock clock;

    public IntegrationStates(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores which services are on; what is known of those that were on before stays. */
    public void announce(Set<Integration> enabled) {
        Integration[] all = Integration.values();
        String[] names = Arrays.stream(all).map(Integration::wireName).toArray(String[]::new);
        Boolean[] on = Arrays.stream(all).map(enabled::contains).toArray(Boolean[]::new);
        database.write(tx -> tx.dao(IntegrationDao.class).announce(names, on, now()));
    }

    /**
     * Stores the state in which a service was found.
     *
     * @param errorCode like {@code error}, for operators and without personal data; absent where the service works
     */
    public void found(
            Integration integration,
            IntegrationState state,
            @Nullable String errorCode,
            @Nullable String error) {
        database.write(
                tx ->
                        tx.dao(IntegrationDao.class)
                                .checked(integration.wireName(), state, errorCode, error, now()));
    }

    /** Stores that everything there is to read was read. */
    public void synced(Integration integration) {
        database.write(tx -> tx.dao(IntegrationDao.class).synced(integration.wireName(), now()));
    }

    /**
     * Has a service synced by the next worker that finds it well, rather than only at its scheduled time; false where
     * it is off.
     */
    public boolean askSync(Transaction tx, Integration integration) {
        return tx.dao(IntegrationDao.class).askSync(integration.wireName(), now()) == 1;
    }

    /** Whether a sync is requested for a service whose state may be checked. */
    public boolean isSyncAsked(Integration integration) {
        return database.current(
                tx -> tx.dao(IntegrationDao.class).isSyncAsked(integration.wireName()));
    }

    /**
     * Takes the request to sync a service that is well, and returns whether there was one; the caller then has to do
     * it. For any other service the request stays.
     */
    public boolean takeAsked(Integration integration) {
        return database.write(
                tx -> tx.dao(IntegrationDao.class).takeAsked(integration.wireName()) == 1);
    }

    /** Returns the states of all services. */
    public List<IntegrationStatus> all(Transaction tx) {
        return tx.dao(IntegrationDao.class).all();
    }

    /** Returns the mail that waits because its provider refuses it; empty where none does. */
    public Optional<HeldMail> heldMail(Transaction tx) {
        return tx.dao(IntegrationDao.class).heldMail();
    }

    /** Whether mail waits because its provider refuses it. */
    public boolean isMailHeld(Transaction tx) {
        return tx.dao(IntegrationDao.class).isMailHeld();
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
