package io.os199.cs.health.adoption;

import java.time.LocalDate;

/**
 * The days that are looked at.
 *
 * @param asOf the last of them
 * @param today of the question: it is not over, so comparisons leave it out
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

    /** The first day of which events are needed where the days of use are counted from them. */
    public LocalDate eventsFrom() {
        return fromDay().isBefore(recentFrom()) ? fromDay() : recentFrom();
    }

    public LocalDate lastCompleteDay() {
        return isToday() ? asOf.minusDays(1) : asOf;
    }

    /** Half of the complete days; of an odd number the earliest is in neither half. */
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
