package io.os199.cs.usage;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.UsageMonthDao.Month;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
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
     * Makes what is missing to store events of these months and their rollups. Not to be called in a transaction.
     *
     * @return those of them that are closed: their events were dropped, and none may be added
     */
    public Set<YearMonth> open(Set<YearMonth> wanted) {
        List<Month> made =
                database.current(
                        tx ->
                                tx.dao(UsageMonthDao.class)
                                        .made(
                                                EVENTS,
                                                wanted.stream()
                                                        .map(month -> month.atDay(1).toString())
                                                        .toList()));
        Set<YearMonth> missing = new HashSet<>(wanted);
        made.forEach(each -> missing.remove(YearMonth.from(each.month())));
        missing.forEach(this::make);
        return made.stream()
                .filter(Month::dropped)
                .map(Month::month)
                .map(YearMonth::from)
                .collect(Collectors.toSet());
    }

    /** Where a rollup stands, a month must be open for it too. */
    private void make(YearMonth month) {
        try {
            partitions.ensure(HOURS, month, month);
            partitions.ensure(EVENTS, month, month);
        } catch (SQLException e) {
            throw new IllegalStateException("no partitions for " + month, e);
        }
    }

    /** The months that hold events and are before this one, the oldest first. */
    List<YearMonth> keptBefore(YearMonth month) {
        LocalDate first = month.atDay(1);
        return database.current(tx -> tx.dao(UsageMonthDao.class).kept(EVENTS, first)).stream()
                .map(YearMonth::from)
                .toList();
    }
}
