package io.os199.cs.usage.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Days of product use and the days that they are compared with, which are as many days before the period as it has
 * complete ones, because today is not over.
 *
 * @param end the day after the last one
 * @param today the day of the question
 */
public record UsagePeriod(LocalDate start, LocalDate end, LocalDate today) {
    private static final int WEEK_DAYS = 7;

    /** Returns the period of the {@code days} that end with today. */
    public static UsagePeriod upToToday(LocalDate today, int days) {
        return new UsagePeriod(today.minusDays(days - 1L), today.plusDays(1), today);
    }

    /** Returns the last day that is looked at: facts about the client are as of this day. */
    public LocalDate day() {
        LocalDate last = end.minusDays(1);
        return last.isAfter(today) ? today : last;
    }

    public int dayCount() {
        return days(start, end);
    }

    public int completeDayCount() {
        return days(start, completeEnd());
    }

    /** Returns the day after the last complete one. */
    public LocalDate completeEnd() {
        LocalDate over = end.isAfter(today) ? today : end;
        return over.isBefore(start) ? start : over;
    }

    public LocalDate beforeStart() {
        return start.minusDays(completeDayCount());
    }

    /** Returns the first of the last seven days. */
    public LocalDate weekStart() {
        return day().minusDays(WEEK_DAYS - 1L);
    }

    private static int days(LocalDate from, LocalDate to) {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to));
    }
}
