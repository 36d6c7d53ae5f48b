package io.os199.cs.usage;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.ClientDay;
import io.os199.cs.usage.model.MarkedDay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites the rollups of the days that new events have marked, each from all events of that day: so events that come
 * late, twice or in any order cannot skew them.
 *
 * <p>A batch is one transaction: it claims days, rewrites them, and deletes the marks of those that were not marked again
 * meanwhile; what a rewrite did not see is seen by the next one. Who stores events waits for no rewrite, only for that last
 * step. A client is claimed with its days, so no two batches count up the same client.
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
                    Instant began = clock.instant();
                    Set<MarkedDay> claimed = claim(tx, began);
                    if (claimed.isEmpty()) {
                        return false;
                    }
                    Set<ClientDay> days =
                            claimed.stream().map(MarkedDay::clientDay).collect(Collectors.toSet());
                    rewrite(tx, days, false);
                    unmark(tx, claimed, days, began);
                    return true;
                });
    }

    private static Set<MarkedDay> claim(Transaction tx, Instant now) {
        UsageRollupDao dao = tx.dao(UsageRollupDao.class);
        // Waits while nothing else is held; the other claim never waits.
        Set<MarkedDay> claimed = new LinkedHashSet<>(dao.claimPassedOver(now.minus(PASSED_OVER)));
        claimed.addAll(dao.claim(BATCH));
        return claimed;
    }

    /** Days that were marked again meanwhile stay so, behind those that have waited longer. */
    private static void unmark(
            Transaction tx, Set<MarkedDay> claimed, Set<ClientDay> days, Instant began) {
        UsageRollupDao dao = tx.dao(UsageRollupDao.class);
        Map<Boolean, List<ClientDay>> byUnchanged =
                dao.hold(DayColumns.of(days)).stream()
                        .collect(
                                Collectors.partitioningBy(
                                        claimed::contains,
                                        Collectors.mapping(
                                                MarkedDay::clientDay, Collectors.toList())));
        dao.unmark(DayColumns.of(byUnchanged.getOrDefault(true, List.of())));
        dao.remark(DayColumns.of(byUnchanged.getOrDefault(false, List.of())), began);
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
