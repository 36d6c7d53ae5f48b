package io.os199.cs.expansion.revenue;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
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

    /**
     * The first of a list.
     *
     * @param totalCount how long it is; 0 where nothing was asked for
     */
    public record First<T>(List<T> items, int totalCount) {
        public First {
            items = List.copyOf(items);
        }
    }

    /** The groups of those that paid at the start, the largest first. */
    public First<Group> groups(LocalDate start, LocalDate end, RevenueGrouping grouping, int most) {
        List<RevenueDao.GroupRow> rows =
                dao.groups(filter, texts(List.of(start, end)), grouping, most);
        return new First<>(
                rows.stream().map(each -> new Group(each.key(), each.cohort())).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().groupCount());
    }

    /** What became of the clients of a segment of a dimension. */
    public record Segment(
            String dimension, String key, CohortKept cohort, BigDecimal cohortExpansionArr) {}

    /** Each client in one segment of every dimension that is asked for, in one statement. */
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

    /** So many clients with one rate. */
    public record RateCount(BigDecimal rate, int clientCount) {}

    /** The rate of each client by itself that is served today, one apart. */
    public List<RateCount> rates(LocalDate start, LocalDate end, CohortRate rate, String except) {
        return dao.rates(filter, texts(List.of(start, end)), rate, except).stream()
                .map(each -> new RateCount(each.rate(), each.clientCount()))
                .toList();
    }

    /** The clients of a segment with the lowest rates, of equal ones the largest. */
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
    public First<Change> expansions(LocalDate start, LocalDate end, int most) {
        return changes(start, end, 1, most);
    }

    /** The clients that lost most. */
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

    /** From a day until before another. */
    public Concentration concentration(LocalDate start, LocalDate end, int first) {
        return dao.concentration(filter, start, end, first);
    }

    /** A client of a cohort. */
    public record Member(String clientId, boolean hasExpanded) {}

    /** Who paid on the first of two days, and whether it pays more on the second. */
    public List<Member> cohort(LocalDate start, LocalDate end) {
        return dao.cohort(filter, texts(List.of(start, end)));
    }

    /**
     * What the ledger holds.
     *
     * @param beginsOn the day of the first movement; absent where there is none
     * @param newestAt when one was last written
     * @param movementCount those before the end that was asked about
     */
    public record Extent(
            @Nullable LocalDate beginsOn, @Nullable Instant newestAt, int movementCount) {}

    public Extent extent(LocalDate end) {
        return dao.extent(filter, end);
    }

    /**
     * How many clients' rows say another ARR than their ledger on a day, which is what counts; without those that have a contract which
     * is still to begin.
     */
    public int mismatches(LocalDate today) {
        return dao.mismatches(filter, today);
    }

    /** Who is meant by the hash of a manager's name; absent where nobody's is. */
    public static Optional<String> csm(Transaction tx, String hash) {
        return Optional.ofNullable(tx.dao(RevenueDao.class).csm(hash));
    }

    private static String[] texts(List<LocalDate> bounds) {
        return bounds.stream().map(LocalDate::toString).toArray(String[]::new);
    }
}
