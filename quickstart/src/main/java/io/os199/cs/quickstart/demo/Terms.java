package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The company's terms and assumptions: discounts by tier, its costs, and the days without support. */
final class Terms {
    private record Holiday(int month, int day, String name) {}

    private static final List<Holiday> HOLIDAYS =
            List.of(
                    new Holiday(1, 1, "New Year's Day"),
                    new Holiday(5, 1, "Labour Day"),
                    new Holiday(12, 25, "Christmas Day"));

    private final LocalDate beginning;
    private final LocalDate today;

    Terms(DemoOptions options) {
        this.beginning = options.beginning();
        this.today = options.today();
    }

    void write(Rows rows) {
        Instant since = History.start(beginning);
        for (Tier tier : Tier.values()) {
            long step = Tier.ALL.indexOf(tier);
            rows.of(Table.DISCOUNT_POLICIES)
                    .text(tier.wire())
                    .day(beginning)
                    .hundredths(10 + 5 * step)
                    .hundredths(5 + 5 * step)
                    .hundredths(5L)
                    .hundredths(5L)
                    .hundredths(9L)
                    .hundredths(3L)
                    .hundredths(4L)
                    .made(since, since)
                    .end();
        }
        rows.of(Table.ECONOMICS)
                .day(beginning)
                .hundredths(78L)
                .hundredths(10L)
                .hundredths(18_00L)
                .hundredths(25_00L)
                .made(since, since)
                .end();
    }

    /**
     * Writes the holidays of the coming year: a new deployment's clock has none, so everything past was timed without
     * them.
     */
    void writeHolidays(Rows rows, String calendar) {
        for (Holiday holiday : HOLIDAYS) {
            LocalDate day = LocalDate.of(today.getYear(), holiday.month(), holiday.day());
            rows.of(Table.CALENDAR_HOLIDAYS)
                    .text(calendar)
                    .day(day.isBefore(today) ? day.plusYears(1) : day)
                    .text(holiday.name())
                    .end();
        }
    }
}
