package io.os199.cs.communication.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Slots of a calendar, over days on which the clocks change. */
class SlotsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> between(Slots slots, String from, String to) {
        return slots.between(Instant.parse(from), Instant.parse(to)).stream()
                .map(slot -> slot.date() + " " + slot.at())
                .toList();
    }

    @Test
    void aTimeThatTheClocksLeaveOutComesWhenTheyHaveMovedOnAndADoubledOneOnce() {
        Slots night = new Slots(Cadence.DAILY, 1, LocalTime.parse("02:30"), BERLIN);
        assertThat(between(night, "2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z"))
                .containsExactly(
                        "2026-03-28 2026-03-28T01:30:00Z",
                        "2026-03-29 2026-03-29T01:00:00Z",
                        "2026-03-30 2026-03-30T00:30:00Z");
        assertThat(between(night, "2026-10-24T23:00:00Z", "2026-10-25T12:00:00Z"))
                .containsExactly("2026-10-25 2026-10-25T00:30:00Z");
    }

    @Test
    void weeksAndMonthsHaveOneDayAndBothEndsAreTaken() {
        Slots tuesdays = new Slots(Cadence.WEEKLY, 2, LocalTime.parse("09:00"), BERLIN);
        assertThat(between(tuesdays, "2026-11-10T08:00:00Z", "2026-11-24T08:00:00Z"))
                .containsExactly(
                        "2026-11-10 2026-11-10T08:00:00Z",
                        "2026-11-17 2026-11-17T08:00:00Z",
                        "2026-11-24 2026-11-24T08:00:00Z");
        Slots last = new Slots(Cadence.MONTHLY, 28, LocalTime.parse("09:00"), BERLIN);
        assertThat(between(last, "2026-01-29T00:00:00Z", "2026-03-28T07:59:59Z"))
                .containsExactly("2026-02-28 2026-02-28T08:00:00Z");
        assertThat(between(last, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")).isEmpty();
    }
}
