package io.os199.cs.expansion.revenue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/** How the calendar is divided into periods. */
class PeriodLengthTest {
    @Test
    void wholePeriodsEndWhereTheCalendarDoes() {
        assertThat(PeriodLength.QUARTERLY.bounds(2, LocalDate.parse("2026-07-01")))
                .isEqualTo(days("2026-01-01", "2026-04-01", "2026-07-01"));
        assertThat(PeriodLength.ANNUAL.bounds(1, LocalDate.parse("2026-01-01")))
                .isEqualTo(days("2025-01-01", "2026-01-01"));
    }

    @Test
    void oneThatIsNotOverIsListedToo() {
        assertThat(PeriodLength.MONTHLY.bounds(1, LocalDate.parse("2026-03-31")))
                .isEqualTo(days("2026-02-01", "2026-03-01", "2026-03-31"));
        assertThat(PeriodLength.QUARTERLY.start(LocalDate.parse("2026-12-31")))
                .isEqualTo("2026-10-01");
    }

    private static List<LocalDate> days(String... days) {
        return List.of(days).stream().map(LocalDate::parse).toList();
    }
}
