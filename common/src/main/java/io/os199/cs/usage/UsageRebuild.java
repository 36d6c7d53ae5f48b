package io.os199.cs.usage;

import io.os199.cs.platform.database.Database;
import io.os199.cs.usage.model.ClientDay;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Recomputes the rollups of past days from their events, and reports how many rows differed from the events. A
 * client's day without events stays as it is: its totals may have come without events, or outlived them.
 */
public final class UsageRebuild {
    private static final int BATCH = 200;

    private final Database database;
    private final UsageRollups rollups;

    public UsageRebuild(Database database, UsageRollups rollups) {
        this.database = database;
        this.rollups = rollups;
    }

    /** The result of a rebuild. */
    public record Rebuilt(int dayCount, int differedCount) {}

    /**
     * Rebuilds in batches, each in its own transaction, while everything else keeps running.
     *
     * @param clientId the client whose days are recomputed; absent for all clients
     */
    public Rebuilt rebuild(LocalDate from, LocalDate to, @Nullable String clientId) {
        Rebuilt all = new Rebuilt(0, 0);
        ClientDay after = new ClientDay("", from);
        while (true) {
            List<ClientDay> days = next(from, to, clientId, after);
            if (days.isEmpty()) {
                return all;
            }
            int differed =
                    database.write(
                            tx -> {
                                tx.dao(UsageRebuildDao.class).lock(DayColumns.of(days).clientIds());
                                return rollups.rewrite(tx, new LinkedHashSet<>(days), true);
                            });
            all = new Rebuilt(all.dayCount() + days.size(), all.differedCount() + differed);
            after = days.getLast();
        }
    }

    private List<ClientDay> next(
            LocalDate from, LocalDate to, @Nullable String clientId, ClientDay after) {
        return database.current(
                tx ->
                        tx.dao(UsageRebuildDao.class)
                                .days(from, to, clientId, after.clientId(), after.day(), BATCH));
    }
}
