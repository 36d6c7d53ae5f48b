package io.os199.cs.communication.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

final class SeriesDatesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        // The worked examples, at 09:00 in Berlin.
        "MONTHLY, 2026-01-31, 2026-01-31T08:00:00Z, 2026-02-28T08:00:00Z",
        "MONTHLY, 2026-01-31, 2026-02-28T08:00:00Z, 2026-03-31T07:00:00Z",
        "WEEKLY, 2026-03-24, 2026-03-24T08:00:00Z, 2026-03-31T07:00:00Z",
        "QUARTERLY, 2025-11-30, 2025-11-30T08:00:00Z, 2026-02-28T08:00:00Z",
        "QUARTERLY, 2025-11-30, 2026-02-28T08:00:00Z, 2026-05-30T07:00:00Z",
        // Sent a few days late, or early: the dates after it stay where they are.
        "MONTHLY, 2026-01-31, 2026-03-03T08:00:00Z, 2026-03-31T07:00:00Z",
        "MONTHLY, 2026-01-31, 2026-03-27T08:00:00Z, 2026-04-30T07:00:00Z",
        "QUARTERLY, 2025-11-30, 2026-04-02T07:00:00Z, 2026-05-30T07:00:00Z",
        // The year ends.
        "MONTHLY, 2026-12-15, 2026-12-15T08:00:00Z, 2027-01-15T08:00:00Z",
        // A day that exists only in a leap year.
        "MONTHLY, 2028-01-30, 2028-01-30T08:00:00Z, 2028-02-29T08:00:00Z",
    })
    void theNextEditionIsDueAtTheSameTimeOfTheDay(
            Recurrence recurrence, LocalDate anchor, Instant sent, Instant next) {
        assertThat(SeriesDates.next(recurrence, anchor, sent, BERLIN)).isEqualTo(next);
    }
}
