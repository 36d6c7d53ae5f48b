package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.support.performance.SearchDao.Search;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the customers of a scope did besides opening tickets.
 *
 * @param withoutTicket searches that no ticket followed; absent where only some tickets are considered
 * @param activeUserCount people who used the product in the last 30 days of the period
 */
record SelfService(@Nullable Share withoutTicket, long activeUserCount) {
    private static final int PAGE = 50_000;
    private static final int USER_DAYS = 30;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Reads the figures; searches less than a day old are left out, since a ticket may still follow. */
    static SelfService read(
            SearchDao dao, PerformanceOrder order, @Nullable String clientId, Instant now) {
        Share without = order.isFiltered() ? null : withoutTicket(dao, order, clientId, now);
        return new SelfService(
                without, dao.activeUsers(clientId, order.end().minusDays(USER_DAYS), order.end()));
    }

    /**
     * Reads the searches first and then the tickets, one page at a time: on a distributed PostgreSQL the two are
     * stored apart.
     */
    private static Share withoutTicket(
            SearchDao dao, PerformanceOrder order, @Nullable String clientId, Instant now) {
        Instant last = Families.startOf(order.end());
        Instant known = now.minus(Duration.ofDays(1));
        Instant end = known.isBefore(last) ? known : last;
        Instant afterAt = Instant.EPOCH;
        String afterId = "";
        long all = 0;
        long followed = 0;
        List<Search> page;
        do {
            page =
                    dao.found(
                            clientId, Families.startOf(order.start()), end, afterAt, afterId, PAGE);
            if (!page.isEmpty()) {
                followed +=
                        dao.followedByTicket(
                                page.stream().map(Search::clientId).toArray(String[]::new),
                                page.stream()
                                        .map(each -> each.at().toString())
                                        .toArray(String[]::new));
                all += page.size();
                afterAt = page.getLast().at();
                afterId = page.getLast().searchId();
            }
        } while (page.size() == PAGE);
        return new Share(all - followed, all);
    }

    @Nullable BigDecimal ticketsPer100Users(long opened) {
        return activeUserCount == 0
                ? null
                : BigDecimal.valueOf(opened)
                        .multiply(HUNDRED)
                        .divide(BigDecimal.valueOf(activeUserCount), 2, RoundingMode.HALF_UP);
    }

    @Nullable Sample shownWithoutTicket() {
        return withoutTicket == null ? null : withoutTicket.shown();
    }

    List<DataGap> gaps() {
        List<DataGap> gaps = new ArrayList<>();
        if (activeUserCount == 0) {
            gaps.add(
                    new DataGap(
                            "metrics.tickets_per_100_users",
                            "no_usage",
                            "No use of the product is known of the last 30 days: send usage"
                                    + " events"));
        }
        gaps.addAll(searchGaps());
        return gaps;
    }

    List<DataGap> searchGaps() {
        List<DataGap> gaps = new ArrayList<>();
        if (withoutTicket == null) {
            gaps.add(
                    new DataGap(
                            "metrics.search_without_ticket_rate",
                            "not_of_some_tickets",
                            "Searches have no team, agent, priority or category: ask without these"
                                    + " filters"));
        } else if (withoutTicket.n() < Sample.ENOUGH) {
            gaps.add(
                    MetricSet.small(
                            "search_without_ticket_rate",
                            "searches with results by a known client",
                            withoutTicket.n()));
        }
        return gaps;
    }
}
