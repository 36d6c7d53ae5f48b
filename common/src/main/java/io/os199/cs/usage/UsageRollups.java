package io.os199.cs.usage;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.ClientDay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rewrites the rollups of the days that new events have marked, each from all events of that day: so events that come
 * late, twice or in any order cannot skew them.
 *
 * <p>A batch is one transaction: it claims days, rewrites them, and deletes their marks. Who stores events of a claimed
 * day waits to mark it until the batch has ended, and then marks it anew; what its rewrite did not see is seen by the next
 * one. A client is claimed with its days, so no two batches count up the same client.
 */
public final class UsageRollups {
    /** Days at once: so few that nobody waits long for a claimed one. */
    private static final int BATCH = 100;

    /** A day that was passed over for so long, as others held it each time, is waited for. */
    private static final Duration PASSED_OVER = Duration.ofSeconds(20);

    private final Database database;
    private final ClientAnswers clientAnswers;
    private final Clock clock;

    public UsageRollups(Database database, ClientAnswers clientAnswers, Clock clock) {
        this.database = database;
        this.clientAnswers = clientAnswers;
        this.clock = clock;
    }

    /** Rewrites a batch; answers whether there may be more to do. */
    public boolean rollUpSome() {
        return database.write(
                tx -> {
                    Set<ClientDay> claimed = claim(tx);
                    if (claimed.isEmpty()) {
                        return false;
                    }
                    rewrite(tx, claimed, false);
                    tx.dao(UsageRollupDao.class).unmark(DayColumns.of(claimed));
                    return true;
                });
    }

    private Set<ClientDay> claim(Transaction tx) {
        UsageRollupDao dao = tx.dao(UsageRollupDao.class);
        Instant before = clock.instant().minus(PASSED_OVER);
        // Waits while nothing else is held; the other claim never waits.
        Set<ClientDay> claimed = new LinkedHashSet<>(dao.claimPassedOver(before));
        claimed.addAll(dao.claim(BATCH));
        return claimed;
    }

    /**
     * Rewrites the rollups of these days, whose clients the transaction has locked.
     *
     * @param recounts whether the users' features are counted anew from all events that are kept, not only where a day
     *     came late
     * @return how many rows were not as the events say
     */
    int rewrite(Transaction tx, Set<ClientDay> days, boolean recounts) {
        UsageRollupDao dao = tx.dao(UsageRollupDao.class);
        DayColumns columns = DayColumns.of(days);
        int differed = dao.rewriteDays(columns) + dao.rewriteUserFeatures(columns, recounts);
        List<String> clientIds = days.stream().map(ClientDay::clientId).distinct().toList();
        dao.engaged(columns, clock.instant());
        clientAnswers.changedAll(tx, clientIds);
        return differed;
    }
}
