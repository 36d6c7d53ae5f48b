package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.support.performance.Figures.Measure;
import io.os199.cs.support.performance.OpeningDao.Cell;
import io.os199.cs.support.performance.PerformanceReport.Direction;
import io.os199.cs.support.performance.PerformanceReport.TrendDetail;
import io.os199.cs.support.performance.PerformanceReport.Week;
import io.os199.cs.support.performance.PerformanceReport.Weekday;
import io.os199.cs.support.performance.WeeklyTrend.Point;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the full ISO weeks up to a day, starting with the one in which the first ticket was opened. */
final class TrendReader {
    private static final int MANY_OPENED = 50;
    private static final int BLOCKS = 12;
    private static final int METRICS = 5;
    private static final int RATE_DECIMALS = 4;
    private static final int COUNT_DECIMALS = 2;

    private final FamilyDao families;
    private final OpeningDao openings;
    private final PerformanceOrder order;
    private final TicketScope scope;
    private final ZoneId zone;
    private final Instant cut;

    TrendReader(
            FamilyDao families,
            OpeningDao openings,
            PerformanceOrder order,
            TicketScope scope,
            ZoneId zone,
            Instant cut) {
        this.families = families;
        this.openings = openings;
        this.order = order;
        this.scope = scope;
        this.zone = zone;
        this.cut = cut;
    }

    /** A figure of a week; absent where it has none. */
    private interface Metric {
        @Nullable BigDecimal of(Week week);
    }

    /** The result, with what is missing. */
    record Read(TrendDetail detail, List<DataGap> gaps) {}

    Read read() {
        List<Week> weeks = weeks();
        boolean isWhole = order.analysisType() == AnalysisType.TRENDS;
        List<DataGap> gaps = new ArrayList<>();
        List<Direction> directions = directions(weeks);
        if (weeks.size() < WeeklyTrend.WEEKS) {
            gaps.add(
                    new DataGap(
                            "trends.directions",
                            "too_few_weeks",
                            "Needs %d full weeks with tickets and has %d"
                                    .formatted(WeeklyTrend.WEEKS, weeks.size())));
        } else if (directions.stream().anyMatch(each -> each.weekCount() < WeeklyTrend.WEEKS)
                || directions.size() < METRICS) {
            gaps.add(
                    new DataGap(
                            "trends.directions",
                            "small_sample",
                            "A rate or duration needs 5 tickets in each of %d weeks; week_count says how many weeks have them"
                                    .formatted(WeeklyTrend.WEEKS)));
        }
        if (!isWhole) {
            return new Read(new TrendDetail(directions, null, null, null, null), gaps);
        }
        Forecast forecast =
                Forecast.of(weeks.stream().map(Week::openedCount).toList()).orElse(null);
        if (forecast == null) {
            gaps.add(
                    new DataGap(
                            "trends.forecast",
                            "too_few_weeks",
                            "Needs %d full weeks with tickets and has %d"
                                    .formatted(Forecast.WEEKS, weeks.size())));
        }
        List<Weekday> weekdays = weekdays(weeks);
        if (weekdays == null) {
            gaps.add(
                    new DataGap(
                            "trends.opened_by_weekday",
                            "small_sample",
                            "Needs %d tickets in the weeks: ask for more weeks"
                                    .formatted(MANY_OPENED)));
        }
        return new Read(
                new TrendDetail(
                        directions,
                        weeks,
                        weekdays,
                        weekdays == null ? null : zone.getId(),
                        forecast),
                gaps);
    }

    private List<Week> weeks() {
        LocalDate end =
                LocalDate.ofInstant(cut, ZoneOffset.UTC)
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate first =
                families.firstOpened(scope)
                        .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC))
                        .map(day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                        .orElse(end);
        List<LocalDate> bounds = new ArrayList<>();
        for (int back = order.weeks(); back >= 0; back--) {
            LocalDate monday = end.minusWeeks(back);
            if (!monday.isBefore(first)) {
                bounds.add(monday);
            }
        }
        if (bounds.size() < 2) {
            return List.of();
        }
        Families read = Families.read(families, scope, bounds, List.of(), cut);
        List<Week> weeks = new ArrayList<>();
        for (int no = 1; no < bounds.size(); no++) {
            Figures of = read.of(no);
            weeks.add(
                    new Week(
                            bounds.get(no - 1),
                            of.opened(),
                            of.kept(Clock.FIRST_RESPONSE).shown().value(),
                            of.kept(Clock.RESOLUTION).shown().value(),
                            of.satisfied().shown().value(),
                            of.minutes(Measure.RESOLUTION).p50Minutes()));
        }
        return weeks;
    }

    /** Returns the directions of the metrics that any week has. */
    private static List<Direction> directions(List<Week> weeks) {
        return Stream.of(
                        direction(
                                "opened_count",
                                weeks,
                                each -> BigDecimal.valueOf(each.openedCount()),
                                2),
                        direction(
                                "first_response_sla_met_rate",
                                weeks,
                                Week::firstResponseSlaMetRate,
                                RATE_DECIMALS),
                        direction(
                                "resolution_sla_met_rate",
                                weeks,
                                Week::resolutionSlaMetRate,
                                RATE_DECIMALS),
                        direction("csat_rate", weeks, Week::csatRate, RATE_DECIMALS),
                        direction(
                                "resolution_p50_minutes",
                                weeks,
                                Week::resolutionP50Minutes,
                                COUNT_DECIMALS))
                .filter(each -> each.weekCount() > 0)
                .toList();
    }

    private static Direction direction(
            String metric, List<Week> weeks, Metric figure, int decimals) {
        List<Point> points = new ArrayList<>();
        for (int week = 0; week < weeks.size(); week++) {
            BigDecimal value = figure.of(weeks.get(week));
            if (value != null) {
                points.add(new Point(week, value.doubleValue()));
            }
        }
        WeeklyTrend trend = WeeklyTrend.of(points);
        return new Direction(
                metric,
                trend.direction(),
                trend.weekCount(),
                Rounded.of(trend.mean(), decimals),
                Rounded.rate(trend.slope()));
    }

    private @Nullable List<Weekday> weekdays(List<Week> weeks) {
        long opened = weeks.stream().mapToLong(Week::openedCount).sum();
        if (opened < MANY_OPENED) {
            return null;
        }
        List<Cell> cells =
                openings.weekdays(
                        scope,
                        Families.startOf(weeks.getFirst().weekStart()),
                        Families.startOf(weeks.getLast().weekStart().plusWeeks(1)),
                        zone.getId());
        List<Weekday> shown = new ArrayList<>();
        for (int weekday = 1; weekday <= DayOfWeek.values().length; weekday++) {
            List<Long> counts = new ArrayList<>();
            for (int block = 0; block < BLOCKS; block++) {
                counts.add(count(cells, weekday, block));
            }
            shown.add(new Weekday(weekday, counts));
        }
        return shown;
    }

    private static long count(List<Cell> cells, int weekday, int block) {
        return cells.stream()
                .filter(each -> each.weekday() == weekday && each.block() == block)
                .mapToLong(Cell::openedCount)
                .sum();
    }
}
