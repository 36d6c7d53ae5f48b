package io.os199.cs.health.adoption;

import java.time.LocalDate;

/**
 * The window of days that is considered.
 *
 * @param asOf its last day
 * @param today the day of the question: it is not over yet, so comparisons leave it out
 */
public record AdoptionWindow(LocalDate asOf, LocalDate today, int days) {
    private static final int RECENT_DAYS = 30;

    public LocalDate fromDay() {
        return asOf.minusDays(days - 1L);
    }

    public boolean isToday() {
        return asOf.equals(today);
    }

    /** The first of the last 30 days. */
    public LocalDate recentFrom() {
        return asOf.minusDays(RECENT_DAYS - 1L);
    }

    /** Returns the first day whose events are needed when the days of use are counted from events. */
    public LocalDate eventsFrom() {
        return fromDay().isBefore(recentFrom()) ? fromDay() : recentFrom();
    }

    public LocalDate lastCompleteDay() {
        return isToday() ? asOf.minusDays(1) : asOf;
    }

    /** Returns half the number of complete days; if that number is odd, the earliest day is in neither half. */
    private int halfDays() {
        return (isToday() ? days - 1 : days) / 2;
    }

    public LocalDate secondHalfFrom() {
        return lastCompleteDay().minusDays(halfDays() - 1L);
    }

    public LocalDate firstHalfFrom() {
        return lastCompleteDay().minusDays(2L * halfDays() - 1);
    }
}
