package io.os199.cs.expansion.revenue;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The ledger of recurring revenue, read for selected clients. A movement counts from the day on which it takes
 * effect.
 */
public final class RevenueLedger {
    private final RevenueDao dao;
    private final RevenueFilter filter;

    public RevenueLedger(Transaction tx, RevenueFilter filter) {
        this.dao = tx.dao(RevenueDao.class);
        this.filter = filter;
    }

    /**
     * Reads consecutive periods, oldest first, in one statement.
     *
     * @param bounds the first day of each, and the day after the last: at least two days in ascending order
     */
    public List<RevenuePeriod> periods(List<LocalDate> bounds) {
        return dao.periods(filter, texts(bounds)).stream().map(RevenueDao.Row::toPeriod).toList();
    }

    /** The retention of the clients in a group. */
    public record Group(String key, CohortKept cohort) {}

    /**
     * The first items of a list.
     *
     * @param totalCount the length of the list; 0 where nothing was asked for
     */
    public record First<T>(List<T> items, int totalCount) {
        public First {
            items = List.copyOf(items);
        }
    }

    /** Returns the groups of those that paid at the start, largest first. */
    public First<Group> groups(LocalDate start, LocalDate end, RevenueGrouping grouping, int most) {
        List<RevenueDao.GroupRow> rows =
                dao.groups(filter, texts(List.of(start, end)), grouping, most);
        return new First<>(
                rows.stream().map(each -> new Group(each.key(), each.cohort())).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().groupCount());
    }

    /** The retention of the clients in a segment of a dimension. */
    public record Segment(
            String dimension, String key, CohortKept cohort, BigDecimal cohortExpansionArr) {}

    /**
     * Returns the segments of every requested dimension, each client in one segment per dimension, in one statement.
     */
    public List<Segment> segments(
            LocalDate start, LocalDate end, CohortRate rate, List<String> dimensions) {
        return dao.segments(filter, texts(List.of(start, end)), rate, dimensions).stream()
                .map(
                        each ->
                                new Segment(
                                        each.dimension(),
                                        each.key(),
                                        each.cohort(),
                                        each.cohortExpansionArr()))
                .toList();
    }

    /** The number of clients with a rate. */
    public record RateCount(BigDecimal rate, int clientCount) {}

    /** Returns the individual rates of all clients served today, except one client. */
    public List<RateCount> rates(LocalDate start, LocalDate end, CohortRate rate, String except) {
        return dao.rates(filter, texts(List.of(start, end)), rate, except).stream()
                .map(each -> new RateCount(each.rate(), each.clientCount()))
                .toList();
    }

    /** Returns the clients of a segment with the lowest rates, among equals the largest. */
    public List<String> lowest(
            LocalDate start,
            LocalDate end,
            CohortRate rate,
            String dimension,
            String key,
            int most) {
        return dao.lowest(filter, texts(List.of(start, end)), rate, dimension, key, most);
    }

    /**
     * A source of expansion.
     *
     * @param type of the opportunity that was won; {@code renewal_uplift} for a renewal; {@code unattributed}
     */
    public record Source(String type, BigDecimal amount, int movementCount) {}

    /** Returns the sources from one day until before another, largest first. */
    public List<Source> sources(LocalDate start, LocalDate end) {
        return dao.sources(filter, start, end).stream()
                .map(each -> new Source(each.type(), each.amount(), each.movementCount()))
                .toList();
    }

    /** The net change of a client, excluding its arrival, and also its return unless it left in the same period. */
    public record Change(
            String clientId, String clientName, BigDecimal netChange, List<String> kinds) {}

    /** Returns the clients that grew most from one day until before another. */
    public First<Change> expansions(LocalDate start, LocalDate end, int most) {
        return changes(start, end, 1, most);
    }

    /** Returns the clients that lost most. */
    public First<Change> losses(LocalDate start, LocalDate end, int most) {
        return changes(start, end, -1, most);
    }

    private First<Change> changes(LocalDate start, LocalDate end, int sign, int most) {
        List<RevenueDao.ChangeRow> rows = dao.changes(filter, start, end, sign, most);
        return new First<>(
                rows.stream()
                        .map(
                                each ->
                                        new Change(
                                                each.clientId(),
                                                each.clientName(),
                                                each.netChange(),
                                                each.kinds()))
                        .toList(),
                rows.isEmpty() ? 0 : rows.getFirst().clientCount());
    }

    /** All expansion, and that of the clients that expanded most. */
    public record Concentration(BigDecimal amount, BigDecimal amountOfFirst, int firstCount) {}

    /** Returns the concentration from one day until before another. */
    public Concentration concentration(LocalDate start, LocalDate end, int first) {
        return dao.concentration(filter, start, end, first);
    }

    /** A client of a cohort. */
    public record Member(String clientId, boolean hasExpanded) {}

    /** Returns the clients that paid on the first of two days, and whether each pays more on the second. */
    public List<Member> cohort(LocalDate start, LocalDate end) {
        return dao.cohort(filter, texts(List.of(start, end)));
    }

    /**
     * The extent of the ledger.
     *
     * @param beginsOn the day of the first movement; absent where there is none
     * @param newestAt when one was last written
     * @param movementCount those before the requested end
     */
    public record Extent(
            @Nullable LocalDate beginsOn, @Nullable Instant newestAt, int movementCount) {}

    public Extent extent(LocalDate end) {
        return dao.extent(filter, end);
    }

    /**
     * Counts the clients whose row shows a different ARR than their ledger, which is authoritative, on a day; without
     * those that have a contract which is still to begin.
     */
    public int mismatches(LocalDate today) {
        return dao.mismatches(filter, today);
    }

    /** Finds the manager's name that a hash stands for; absent where it is no one's. */
    public static Optional<String> csm(Transaction tx, String hash) {
        return Optional.ofNullable(tx.dao(RevenueDao.class).csm(hash));
    }

    private static String[] texts(List<LocalDate> bounds) {
        return bounds.stream().map(LocalDate::toString).toArray(String[]::new);
    }
}
