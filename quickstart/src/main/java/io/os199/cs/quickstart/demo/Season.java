package io.os199.cs.quickstart.demo;

import java.time.LocalDate;
import java.time.MonthDay;

/** How much people work at a given time of the year: less in the summer holidays, and hardly at all around New Year. */
final class Season {
    private static final MonthDay SUMMER = MonthDay.of(7, 20);
    private static final MonthDay AUTUMN = MonthDay.of(8, 28);
    private static final MonthDay CHRISTMAS = MonthDay.of(12, 23);
    private static final MonthDay NEW_YEAR = MonthDay.of(1, 2);

    private Season() {}

    static double use(LocalDate day) {
        MonthDay at = MonthDay.from(day);
        if (!at.isBefore(CHRISTMAS) || at.isBefore(NEW_YEAR)) {
            return 0.45;
        }
        return at.isBefore(SUMMER) || !at.isBefore(AUTUMN) ? 1 : 0.85;
    }
}
