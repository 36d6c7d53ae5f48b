package io.os199.cs.onboarding.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the milestones of a new plan begin and are due, by the rules {@code plan-schedule-1}: each is due at the share
 * of the weeks at which the longest chain of hours up to it ends, on a weekday.
 *
 * @param criticalPathHours the hours of the longest chain of all
 */
public record PlannedDates(List<Span> spans, LocalDate targetDate, BigDecimal criticalPathHours) {
    private static final int WEEK = 7;

    /** The hours and dependencies of a milestone; its number is its place in the list, from 1. */
    public record Work(BigDecimal hours, List<Integer> dependsOn) {}

    /** The days of a milestone, and how many days later it may be without moving the end. */
    public record Span(LocalDate plannedStartOn, LocalDate dueDate, int week, int slackDays) {}

    /**
     * Returns the dates of a plan that starts that day and takes that many weeks.
     *
     * @param work hours above 0, each depending on smaller numbers only
     * @param weeks from 1
     */
    public static PlannedDates of(List<Work> work, LocalDate startDate, int weeks) {
        List<BigDecimal> ends = new ArrayList<>();
        for (Work milestone : work) {
            ends.add(
                    milestone.dependsOn().stream()
                            .map(other -> ends.get(other - 1))
                            .reduce(BigDecimal.ZERO, BigDecimal::max)
                            .add(milestone.hours()));
        }
        BigDecimal longest = ends.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
        List<LocalDate> starts = new ArrayList<>();
        List<LocalDate> dues = new ArrayList<>();
        for (int place = 0; place < work.size(); place++) {
            starts.add(
                    work.get(place).dependsOn().stream()
                            .map(other -> dues.get(other - 1))
                            .max(LocalDate::compareTo)
                            .orElse(startDate));
            int offset =
                    ends.get(place)
                            .multiply(BigDecimal.valueOf((long) WEEK * weeks))
                            .divide(longest, 0, RoundingMode.CEILING)
                            .intValueExact();
            dues.add(onWeekday(startDate, offset));
        }
        Map<Integer, Integer> slack = slack(work, starts, dues);
        List<Span> spans = new ArrayList<>();
        for (int place = 0; place < work.size(); place++) {
            spans.add(
                    new Span(
                            starts.get(place),
                            dues.get(place),
                            week(startDate, dues.get(place)),
                            slack.getOrDefault(place + 1, 0)));
        }
        return new PlannedDates(spans, startDate.plusWeeks(weeks), longest);
    }

    /** Returns the week of the plan in which a day lies, from 1; a week ends on the weekday on which it began. */
    public static int week(LocalDate startDate, LocalDate day) {
        return Math.max(1, Math.ceilDiv((int) ChronoUnit.DAYS.between(startDate, day), WEEK));
    }

    /** Returns the day; for a Saturday or Sunday, the Friday before, but not before the plan starts. */
    private static LocalDate onWeekday(LocalDate startDate, int offset) {
        LocalDate day = startDate.plusDays(offset);
        int beyond = Math.max(0, day.getDayOfWeek().getValue() - DayOfWeek.FRIDAY.getValue());
        LocalDate friday = day.minusDays(beyond);
        return friday.isBefore(startDate) ? startDate : friday;
    }

    private static Map<Integer, Integer> slack(
            List<Work> work, List<LocalDate> starts, List<LocalDate> dues) {
        Map<Integer, List<Integer>> waits = new HashMap<>();
        for (int place = 0; place < work.size(); place++) {
            waits.put(place + 1, work.get(place).dependsOn());
        }
        return new PlanGraph(waits, List.of())
                .slack(
                        sequence -> dues.get(sequence - 1),
                        sequence ->
                                (int)
                                        ChronoUnit.DAYS.between(
                                                starts.get(sequence - 1), dues.get(sequence - 1)),
                        sequence -> false);
    }
}
