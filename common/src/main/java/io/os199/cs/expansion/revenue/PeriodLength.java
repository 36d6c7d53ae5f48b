package io.os199.cs.expansion.revenue;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A calendar month, quarter or year. */
public enum PeriodLength {
    MONTHLY(1),
    QUARTERLY(3),
    ANNUAL(12);

    private final int months;

    PeriodLength(int months) {
        this.months = months;
    }

    /** Returns the first day of the period that contains a day. */
    public LocalDate start(LocalDate day) {
        LocalDate january = day.withDayOfYear(1);
        long since = ChronoUnit.MONTHS.between(january, day);
        return january.plusMonths(since - since % months);
    }

    /**
     * Returns the first days of consecutive periods, and the day after the last: the given number of whole periods,
     * and one more where the end falls within it.
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

    /** Whether a period ends before its calendar period does, or is not over. */
    public boolean isPartial(RevenuePeriod period, LocalDate today) {
        return period.end().isBefore(period.start().plusMonths(months))
                || period.end().isAfter(today);
    }
}
