package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.stream.Stream;

/** The past days on which comparisons rest. */
class PastHealthTest {
    @ParameterizedTest
    @CsvSource({
        "2026-12-01, 2026-10-31 2026-11-30",
        "2026-12-02, 2026-10-31 2026-11-30",
        "2026-12-31, 2026-10-31 2026-11-30",
        "2027-01-01, 2026-11-30 2026-12-31",
        "2028-02-29, 2027-12-31 2028-01-31",
        "2028-03-01, 2028-01-31 2028-02-29",
        "2028-03-31, 2028-01-31 2028-02-29"
    })
    void theNewestMonthsThatAreOverHaveTheirEnds(LocalDate today, String ends) {
        assertThat(PastHealth.monthEnds(today.withDayOfMonth(1).minusMonths(2), today))
                .containsExactly(days(ends));
    }

    @Test
    void aMonthEndsOnTheDayFromWhichIsAsked() {
        LocalDate end = LocalDate.parse("2026-10-31");
        assertThat(PastHealth.monthEnds(end, LocalDate.parse("2026-11-30"))).containsExactly(end);
        assertThat(PastHealth.monthEnds(end.plusDays(1), LocalDate.parse("2026-11-30"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01, 2026-09-30 2026-10-31 2026-11-30",
        "2026-12-15, 2026-09-30 2026-10-31 2026-11-30 2026-12-14",
        "2026-12-31, 2026-09-30 2026-10-31 2026-11-30 2026-12-30",
        "2028-02-29, 2027-11-30 2027-12-31 2028-01-31 2028-02-28",
        "2028-03-01, 2027-12-31 2028-01-31 2028-02-29",
        "2028-05-31, 2028-02-29 2028-03-31 2028-04-30 2028-05-30"
    })
    void aQuarterRestsOnMonthEndsAndYesterday(LocalDate today, String days) {
        assertThat(PastHealth.quarter(today)).containsExactly(days(days));
    }

    private static LocalDate[] days(String days) {
        return Stream.of(days.split(" ")).map(LocalDate::parse).toArray(LocalDate[]::new);
    }
}
