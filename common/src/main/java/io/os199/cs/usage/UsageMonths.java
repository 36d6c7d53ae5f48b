package io.os199.cs.usage;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.database.Transaction;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The months that events can be stored in. */
public final class UsageMonths {
    static final String EVENTS = "usage_events";
    private static final String HOURS = "usage_hourly";

    private final Database database;
    private final Partitions partitions;

    public UsageMonths(Database database, Partitions partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    /**
     * Creates what is missing to store events of these months and their rollups. Must not be called in a transaction.
     */
    public void open(Set<YearMonth> wanted) {
        database.current(tx -> tx.dao(UsageMonthDao.class).missing(EVENTS, days(wanted))).stream()
                .map(YearMonth::from)
                .forEach(this::make);
    }

    /**
     * Returns which of these months are closed: their events were dropped, and none may be added. The others stay
     * open until the transaction ends.
     */
    public Set<YearMonth> closed(Transaction tx, Set<YearMonth> wanted) {
        UsageMonthDao dao = tx.dao(UsageMonthDao.class);
        dao.keepAll();
        return dao.dropped(EVENTS, days(wanted)).stream()
                .map(YearMonth::from)
                .collect(Collectors.toSet());
    }

    private static List<String> days(Set<YearMonth> months) {
        return months.stream().map(month -> month.atDay(1).toString()).toList();
    }

    /** Makes partitions for the hourly rollups as well as the events, because a month must be open for both. */
    private void make(YearMonth month) {
        try {
            partitions.ensure(HOURS, month, month);
            partitions.ensure(EVENTS, month, month);
        } catch (SQLException e) {
            throw new IllegalStateException("no partitions for " + month, e);
        }
    }

    /**
     * Returns the months before this one that still hold events or hours, the oldest first. A month that has hours
     * alone gets its events, without which it could not be dropped. Must not be called in a transaction.
     */
    List<YearMonth> keptBefore(YearMonth month) {
        LocalDate first = month.atDay(1);
        database.current(tx -> tx.dao(UsageMonthDao.class).alone(HOURS, EVENTS, first)).stream()
                .map(YearMonth::from)
                .forEach(this::make);
        return database.current(tx -> tx.dao(UsageMonthDao.class).kept(EVENTS, first)).stream()
                .map(YearMonth::from)
                .toList();
    }
}
