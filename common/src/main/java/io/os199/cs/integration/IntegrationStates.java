package io.os199.cs.integration;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What is stored of how each service outside is. */
public final class IntegrationStates {
    private final Database database;
    private final Clock clock;

    public IntegrationStates(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores which are on; what is known of those that were on before stays. */
    public void announce(Set<Integration> enabled) {
        Integration[] all = Integration.values();
        String[] names = Arrays.stream(all).map(Integration::wireName).toArray(String[]::new);
        Boolean[] on = Arrays.stream(all).map(enabled::contains).toArray(Boolean[]::new);
        database.write(tx -> tx.dao(IntegrationDao.class).announce(names, on, now()));
    }

    /**
     * Stores how a service was found.
     *
     * @param errorCode and {@code error} for operators, without anything of a person; absent where it works
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

    /** Stores that all was read that there is to read. */
    public void synced(Transaction tx, Integration integration) {
        tx.dao(IntegrationDao.class).synced(integration.wireName(), now());
    }

    /** Has a service read by the next worker that finds it well, and not only when its time comes; false where it is off. */
    public boolean askSync(Transaction tx, Integration integration) {
        return tx.dao(IntegrationDao.class).askSync(integration.wireName(), now()) == 1;
    }

    /** Whether somebody wants a service read that may be asked whether it is well. */
    public boolean isSyncAsked(Integration integration) {
        return database.current(
                tx -> tx.dao(IntegrationDao.class).isSyncAsked(integration.wireName()));
    }

    /** Whether somebody wants a service read that is well; who asks has to do it. Of any other the wish stays. */
    public boolean takeAsked(Integration integration) {
        return database.write(
                tx -> tx.dao(IntegrationDao.class).takeAsked(integration.wireName()) == 1);
    }

    /** How all of them are. */
    public List<IntegrationStatus> all(Transaction tx) {
        return tx.dao(IntegrationDao.class).all();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
