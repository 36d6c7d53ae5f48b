package io.os199.cs.usage;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.usage.model.StoredEvents;
import io.os199.cs.usage.model.UsageEvent;
import io.os199.cs.usage.model.UserDay;

import java.util.List;

/** Stores events whose clients are known and whose months are open ({@link UsageMonths#closed}). */
public final class UsageEvents {
    private final UsageMarks marks;

    public UsageEvents(UsageMarks marks) {
        this.marks = marks;
    }

    /**
     * Stores the new ones among the events, and marks what they make out of date. All transactions that store events
     * take their locks in the same order, so they wait for each other but never in a circle.
     *
     * @param events each with its client's id, in any order, possibly with duplicates
     * @param source who sent them
     */
    public StoredEvents store(Transaction tx, List<UsageEvent> events, String source) {
        List<UserDay> fresh = tx.dao(UsageEventDao.class).insert(EventColumns.of(events), source);
        marks.mark(tx, fresh);
        int accepted = fresh.stream().mapToInt(UserDay::eventCount).sum();
        return new StoredEvents(accepted, events.size() - accepted);
    }
}
