package io.os199.cs.support.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.support.model.WorkCalendar.Hours;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class WorkCalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final WorkCalendar OFFICE =
            new WorkCalendar(
                    BERLIN,
                    Stream.of(DayOfWeek.values())
                            .limit(5)
                            .map(day -> new Hours(day, 9 * 3_600, 17 * 3_600))
                            .toList(),
                    Set.of(LocalDate.parse("2026-12-25")));

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-27T16:00, 240, 2026-03-30T12:00",
        "2026-11-03T11:00, 480, 2026-11-04T11:00",
        "2026-11-02T09:00, 480, 2026-11-02T17:00",
        "2026-11-02T17:00,  60, 2026-11-03T10:00",
        "2026-11-07T12:00,  60, 2026-11-09T10:00",
        "2026-12-24T16:00, 120, 2026-12-28T10:00"
    })
    void onlyOfficeHoursCountUntilItIsDue(String from, int minutes, String due) {
        assertThat(OFFICE.due(berlin(from), Duration.ofMinutes(minutes))).contains(berlin(due));
    }

    @Test
    void afterTheChangeToSummerTimeItIsDueAnHourEarlierInUtc() {
        assertThat(OFFICE.due(berlin("2026-03-27T16:00"), Duration.ofMinutes(240)))
                .contains(Instant.parse("2026-03-30T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 24, 2026-03-29, 1380", "0, 24, 2026-10-25, 1500",
        "1,  5, 2026-03-29,  180", "1,  5, 2026-10-25,  300"
    })
    void aDayAcrossAChangeIsAsLongAsItIs(int opens, int closes, LocalDate day, int minutes) {
        WorkCalendar daily =
                new WorkCalendar(
                        BERLIN,
                        Stream.of(DayOfWeek.values())
                                .map(each -> new Hours(each, opens * 3_600, closes * 3_600))
                                .toList(),
                        Set.of());
        assertThat(
                        daily.worked(
                                day.atStartOfDay(BERLIN).toInstant(),
                                day.plusDays(1).atStartOfDay(BERLIN).toInstant()))
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void aDayThatAZoneLeavesOutIsNotCountedTwice() {
        WorkCalendar apia =
                new WorkCalendar(
                        ZoneId.of("Pacific/Apia"),
                        List.of(
                                new Hours(DayOfWeek.FRIDAY, 9 * 3_600, 17 * 3_600),
                                new Hours(DayOfWeek.SATURDAY, 8 * 3_600, 12 * 3_600)),
                        Set.of());
        Instant thursday = Instant.parse("2011-12-30T02:00:00Z");
        assertThat(apia.worked(thursday, thursday.plus(2, ChronoUnit.DAYS)))
                .isEqualTo(Duration.ofHours(9));
        assertThat(apia.due(thursday, Duration.ofHours(1)))
                .contains(Instant.parse("2011-12-30T19:00:00Z"));
    }

    @Test
    void aCalendarThatNeverOpensIsNeverDue() {
        WorkCalendar shut = new WorkCalendar(BERLIN, List.of(), Set.of());
        assertThat(shut.due(berlin("2026-01-01T00:00"), Duration.ofMinutes(1))).isEmpty();
        assertThat(shut.worked(berlin("2026-01-01T00:00"), berlin("2027-01-01T00:00")))
                .isEqualTo(Duration.ZERO);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void workedAndDueAreWhatAMinuteByMinuteCountSays(@ForAll long seed) {
        GeneratedCalendars generated = new GeneratedCalendars(seed);
        ZoneId zone = generated.zone();
        Instant from = generated.near(zone);
        WorkCalendar calendar = generated.calendar(zone, from);
        MinuteCounter counter = new MinuteCounter(calendar);
        Instant until = from.plus(generated.random().nextInt(4 * 1_440), ChronoUnit.MINUTES);
        assertThat(calendar.worked(from, until))
                .as("%s from %s until %s", calendar, from, until)
                .isEqualTo(Duration.ofMinutes(counter.minutes(from, until)));
        long minutes = generated.random().nextInt(900);
        assertThat(calendar.due(from, Duration.ofMinutes(minutes)))
                .as("%s from %s, %d", calendar, from, minutes)
                .contains(counter.due(from, minutes));
    }
}
