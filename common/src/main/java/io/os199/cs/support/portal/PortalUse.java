package io.os199.cs.support.portal;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.support.portal.PortalDao.Day;
import io.os199.cs.support.portal.PortalDao.UseRow;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much a portal was used in a period of whole days.
 *
 * @param avgDailyUserCount over days with visits; absent when there are none
 * @param ticketsOpenedCount tickets opened in the portal or by us in the period
 * @param howToCount how-to questions among the tickets of the 90 days before the end
 * @param visitsPerTicket absent without tickets
 * @param previousVisitCount visits in the same number of days before
 * @param trend absent when there were too few visits before
 */
public record PortalUse(
        long visitCount,
        int activeDayCount,
        @Nullable BigDecimal avgDailyUserCount,
        int peakDailyUserCount,
        long kbViewCount,
        long resourceViewCount,
        long ticketsOpenedCount,
        long howToCount,
        @Nullable BigDecimal visitsPerTicket,
        long previousVisitCount,
        @Nullable Trend trend,
        List<OfDay> byWeekday,
        List<OfDay> byWeek,
        List<Top> topResources) {
    private static final int LEAST_BEFORE = 10;
    private static final double MOVED = 0.10;
    private static final int QUARTER_DAYS = 90;

    /** The direction in which the visits moved, by at least a tenth. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    /** The visits on a weekday (1 is Monday), or in the week that begins on a Monday. */
    public record OfDay(
            @Nullable Integer isoWeekday, @Nullable LocalDate weekStartOn, long visitCount) {}

    /** A resource with the number of its views in the period. */
    public record Top(String resourceId, String title, long viewCount) {}

    /** Returns the usage of the {@code days} up to and including {@code today}. */
    static PortalUse of(Transaction tx, String clientId, LocalDate today, int days) {
        PortalDao dao = tx.dao(PortalDao.class);
        LocalDate end = today.plusDays(1);
        LocalDate from = end.minusDays(days);
        UseRow use =
                dao.use(
                        clientId,
                        from,
                        end,
                        start(from),
                        start(end),
                        start(end.minusDays(QUARTER_DAYS)));
        List<Day> visited = dao.days(clientId, from.minusDays(days), end);
        List<Day> now = visited.stream().filter(day -> !day.day().isBefore(from)).toList();
        long before =
                visited.stream()
                        .filter(day -> day.day().isBefore(from))
                        .mapToLong(Day::visitCount)
                        .sum();
        Double mean = use.avgDailyUserCount();
        return new PortalUse(
                use.visitCount(),
                use.activeDayCount(),
                Rounded.figureOf(mean),
                use.peakDailyUserCount(),
                use.kbViewCount(),
                use.resourceViewCount(),
                use.ticketsOpenedCount(),
                use.howToCount(),
                use.ticketsOpenedCount() == 0
                        ? null
                        : Rounded.figure((double) use.visitCount() / use.ticketsOpenedCount()),
                before,
                trend(use.visitCount(), before),
                weekdays(now),
                weeks(now),
                dao.top(clientId, from, end).stream()
                        .map(each -> new Top(each.resourceId(), each.title(), each.viewCount()))
                        .toList());
    }

    static @Nullable Trend trend(long now, long before) {
        if (before < LEAST_BEFORE) {
            return null;
        }
        double change = (double) (now - before) / before;
        if (change >= MOVED) {
            return Trend.UP;
        }
        return change <= -MOVED ? Trend.DOWN : Trend.FLAT;
    }

    private static List<OfDay> weekdays(List<Day> days) {
        Map<DayOfWeek, Long> sums = sums(days, LocalDate::getDayOfWeek);
        return Stream.of(DayOfWeek.values())
                .map(day -> new OfDay(day.getValue(), null, sums.getOrDefault(day, 0L)))
                .toList();
    }

    private static List<OfDay> weeks(List<Day> days) {
        return sums(days, day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                .entrySet()
                .stream()
                .map(each -> new OfDay(null, each.getKey(), each.getValue()))
                .toList();
    }

    private static <K> Map<K, Long> sums(List<Day> days, Function<LocalDate, K> key) {
        return days.stream()
                .collect(
                        Collectors.groupingBy(
                                day -> key.apply(day.day()),
                                TreeMap::new,
                                Collectors.summingLong(Day::visitCount)));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
