package io.os199.cs.expansion.revenue;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A month, a quarter or a year of the calendar. */
public enum PeriodLength {
    MONTHLY(1),
    QUARTERLY(3),
    ANNUAL(12);

    private final int months;

    PeriodLength(int months) {
        this.months = months;
    }

    /** The first day of the period that a day is in. */
    public LocalDate start(LocalDate day) {
        LocalDate january = day.withDayOfYear(1);
        long since = ChronoUnit.MONTHS.between(january, day);
        return january.plusMonths(since - since % months);
    }

    /**
     * The days on which periods that follow each other begin, and the day after the last: so many whole ones, and one more where
     * the end is within it.
     */
    public List<LocalDate> bounds(int periods, LocalDate end) {
        LocalDate start = start(end);
        List<LocalDate> bounds = new ArrayList<>();
        for (int i = periods; i >= 0; i--) {
            bounds.add(start.minusMonths((long) i * months));
        }
        if (start.isBefore(end)) {
            bounds.add(end);
        }
        return List.copyOf(bounds);
    }

    /** Whether a period ends before its calendar does, or is not over. */
    public boolean isPartial(RevenuePeriod period, LocalDate today) {
        return period.end().isBefore(period.start().plusMonths(months))
                || period.end().isAfter(today);
    }
}
