package io.os199.cs.expansion.revenue;

import io.os199.cs.platform.database.Transaction;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The ledger of recurring revenue, read for some clients. A movement counts from the day on which it takes effect. */
public final class RevenueLedger {
    private final RevenueDao dao;
    private final RevenueFilter filter;

    public RevenueLedger(Transaction tx, RevenueFilter filter) {
        this.dao = tx.dao(RevenueDao.class);
        this.filter = filter;
    }

    /**
     * Periods that follow each other, the oldest first, in one statement.
     *
     * @param bounds the first day of each, and the day after the last: at least two days that rise
     */
    public List<RevenuePeriod> periods(List<LocalDate> bounds) {
        return dao.periods(filter, texts(bounds)).stream().map(RevenueDao.Row::toPeriod).toList();
    }

    /** What became of the clients of a group. */
    public record Group(String key, CohortKept cohort) {}

    /** The groups of those that paid at the start, the largest first. */
    public List<Group> groups(LocalDate start, LocalDate end, RevenueGrouping grouping, int most) {
        return dao.groups(filter, texts(List.of(start, end)), grouping, most).stream()
                .map(each -> new Group(each.key(), each.cohort()))
                .toList();
    }

    /**
     * Where expansion came from.
     *
     * @param type of the opportunity that was won; {@code renewal_uplift} of a renewal; {@code unattributed}
     */
    public record Source(String type, BigDecimal amount, int movementCount) {}

    /** From a day until before another, the largest first. */
    public List<Source> sources(LocalDate start, LocalDate end) {
        return dao.sources(filter, start, end).stream()
                .map(each -> new Source(each.type(), each.amount(), each.movementCount()))
                .toList();
    }

    /** What a client's expansions, contractions and churn add up to. */
    public record Change(
            String clientId, String clientName, BigDecimal netChange, List<String> kinds) {}

    /** The clients that grew most from a day until before another. */
    public List<Change> expansions(LocalDate start, LocalDate end, int most) {
        return changes(start, end, 1, most);
    }

    /** The clients that lost most. */
    public List<Change> losses(LocalDate start, LocalDate end, int most) {
        return changes(start, end, -1, most);
    }

    private List<Change> changes(LocalDate start, LocalDate end, int sign, int most) {
        return dao.changes(filter, start, end, sign, most).stream()
                .map(
                        each ->
                                new Change(
                                        each.clientId(),
                                        each.clientName(),
                                        each.netChange(),
                                        each.kinds()))
                .toList();
    }

    /** The day of the first movement; empty where there is none. */
    public Optional<LocalDate> begins() {
        return Optional.ofNullable(dao.begins(filter));
    }

    private static String[] texts(List<LocalDate> bounds) {
        return bounds.stream().map(LocalDate::toString).toArray(String[]::new);
    }
}
