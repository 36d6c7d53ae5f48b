package io.os199.cs.retention.campaign;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Monday to Friday, without a calendar of holidays. */
public final class BusinessDays {
    private static final int OF_A_WEEK = 5;

    private BusinessDays() {}

    /**
     * The day so many business days after another, which may be at a weekend itself.
     *
     * @param days 0 or more; 0 is the day itself
     */
    public static LocalDate after(LocalDate day, int days) {
        LocalDate due = day.plusWeeks(days / OF_A_WEEK);
        int left = days % OF_A_WEEK;
        if (left == 0 && days > 0 && isWeekend(day)) {
            // A whole number of weeks after a weekend ends on the Friday before it.
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
