package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.ClientDay;
import io.os199.cs.usage.model.UserDay;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Marks what new events make out of date: who is known to use the product, and the rollups of their days. Whatever
 * stores events, one by one or from a staging table, calls {@link #mark} in the same transaction, after they are
 * stored.
 */
public final class UsageMarks {
    private final Clock clock;

    public UsageMarks(Clock clock) {
        this.clock = clock;
    }

    public void mark(Transaction tx, List<UserDay> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        UsageMarkDao dao = tx.dao(UsageMarkDao.class);
        dao.seeUsers(
                fresh.stream().map(UserDay::clientId).toList(),
                fresh.stream().map(UserDay::userKey).toList(),
                fresh.stream().map(each -> each.day().toString()).toList(),
                now);
        List<ClientDay> days =
                fresh.stream()
                        .map(each -> new ClientDay(each.clientId(), each.day()))
                        .distinct()
                        .toList();
        dao.markDays(DayColumns.of(days), now);
    }
}
