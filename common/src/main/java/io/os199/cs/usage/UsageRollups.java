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
 * Rewrites the rollups of the days that new events have marked, each from all events of that day, so that events that
 * come late, twice or in any order cannot skew them.
 *
 * <p>A batch is one transaction: it claims days, rewrites them, and deletes the marks of those that were not marked
 * again meanwhile; what one rewrite does not see, the next one does. Whatever stores events never waits for a
 * rewrite, only for that last step. A client is claimed with its days, so no two batches count the same client at
 * once.
 */
public final class UsageRollups {
    /** The number of days in a batch: few enough that nobody waits long for a claimed one. */
    private static final int BATCH = 100;

    /** How long a day may be passed over because others have it locked, before it is waited for. */
    private static final Duration PASSED_OVER = Duration.ofSeconds(20);

    private final Database database;
    private final ClientAnswers clientAnswers;
    private final Clock clock;

    public UsageRollups(Database database, ClientAnswers clientAnswers, Clock clock) {
        this.database = database;
        this.clientAnswers = clientAnswers;
        this.clock = clock;
    }

    /** Rewrites a batch; returns whether there may be more to do. */
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
        // This claim may wait, because nothing else is locked yet; the other one never waits.
        Set<MarkedDay> claimed = new LinkedHashSet<>(dao.claimPassedOver(now.minus(PASSED_OVER)));
        claimed.addAll(dao.claim(BATCH));
        return claimed;
    }

    /**
     * Removes the marks of the days. Days that were marked again meanwhile stay marked, behind those that have waited
     * longer.
     */
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
     * @param recounts whether the users' features are counted anew from all events that are kept, rather than only
     *     where a day came late
     * @return how many rows differed from the events
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
