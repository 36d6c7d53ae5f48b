package io.os199.cs.support.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** Asks of each minute whether support is open in it, from the rules of the zone, and counts. */
final class MinuteCounter {
    private MinuteCounter() {}

    static boolean isOpen(WorkCalendar calendar, Instant minute) {
        LocalDate near = LocalDate.ofInstant(minute, ZoneOffset.UTC);
        return near.minusDays(3)
                .datesUntil(near.plusDays(4))
                .filter(day -> !calendar.holidays().contains(day))
                .anyMatch(
                        day ->
                                calendar.hours().stream()
                                        .filter(hours -> hours.day() == day.getDayOfWeek())
                                        .anyMatch(
                                                hours ->
                                                        !minute.isBefore(
                                                                        at(
                                                                                calendar,
                                                                                day,
                                                                                hours.opens()))
                                                                && minute.isBefore(
                                                                        at(
                                                                                calendar,
                                                                                day,
                                                                                hours.closes()))));
    }

    private static Instant at(WorkCalendar calendar, LocalDate day, int second) {
        ZoneRules rules = calendar.zone().getRules();
        LocalDateTime local = day.atStartOfDay().plusSeconds(second);
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(local);
            return local.plus(gap.getDuration()).toInstant(gap.getOffsetAfter());
        }
        return local.toInstant(offsets.getFirst());
    }

    static long minutes(WorkCalendar calendar, Instant from, Instant until) {
        long open = 0;
        for (Instant i = from; i.isBefore(until); i = i.plus(1, ChronoUnit.MINUTES)) {
            open += isOpen(calendar, i) ? 1 : 0;
        }
        return open;
    }

    /** The end of the minute in which the last of {@code minutes} is counted. */
    static Instant due(WorkCalendar calendar, Instant from, long minutes) {
        Instant i = from;
        for (long left = minutes; left > 0; i = i.plus(1, ChronoUnit.MINUTES)) {
            left -= isOpen(calendar, i) ? 1 : 0;
        }
        return i;
    }

    static long minutes(Duration whole) {
        if (!whole.equals(whole.truncatedTo(ChronoUnit.MINUTES))) {
            throw new AssertionError(whole + " is no number of minutes");
        }
        return whole.toMinutes();
    }
}
