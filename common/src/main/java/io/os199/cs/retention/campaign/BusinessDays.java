package io.os199.cs.retention.campaign;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Business days, Monday to Friday, without a calendar of holidays. */
public final class BusinessDays {
    private static final int OF_A_WEEK = 5;

    private BusinessDays() {}

    /**
     * Returns the day that is this many business days after another, which may itself fall on a weekend.
     *
     * @param days 0 or more; 0 is the day itself
     */
    public static LocalDate after(LocalDate day, int days) {
        LocalDate due = day.plusWeeks(days / OF_A_WEEK);
        int left = days % OF_A_WEEK;
        if (left == 0 && days > 0 && isWeekend(day)) {
            // A whole number of business weeks after a weekend day ends on the Friday before that
            // weekend day.
            return due.with(DayOfWeek.FRIDAY);
        }
        while (left > 0) {
            due = due.plusDays(1);
            left -= isWeekend(due) ? 0 : 1;
        }
        return due;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    }
}
