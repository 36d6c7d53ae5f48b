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

/** Checks for each minute whether support is open in it, by the rules of the zone, and counts. */
final class MinuteCounter {
    private final WorkCalendar calendar;

    /** The day that the spans surround: consecutive minutes mostly share them. */
    private LocalDate near = LocalDate.MIN;

    private List<Span> spans = List.of();

    private record Span(Instant opens, Instant closes) {
        boolean has(Instant minute) {
            return !minute.isBefore(opens) && minute.isBefore(closes);
        }
    }

    MinuteCounter(WorkCalendar calendar) {
        this.calendar = calendar;
    }

    boolean isOpen(Instant minute) {
        LocalDate day = LocalDate.ofInstant(minute, ZoneOffset.UTC);
        if (!day.equals(near)) {
            near = day;
            spans = spansAbout(day);
        }
        return spans.stream().anyMatch(span -> span.has(minute));
    }

    private List<Span> spansAbout(LocalDate near) {
        return near.minusDays(3)
                .datesUntil(near.plusDays(4))
                .filter(day -> !calendar.holidays().contains(day))
                .flatMap(
                        day ->
                                calendar.hours().stream()
                                        .filter(hours -> hours.day() == day.getDayOfWeek())
                                        .map(
                                                hours ->
                                                        new Span(
                                                                at(day, hours.opens()),
                                                                at(day, hours.closes()))))
                .toList();
    }

    private Instant at(LocalDate day, int second) {
        ZoneRules rules = calendar.zone().getRules();
        LocalDateTime local = day.atStartOfDay().plusSeconds(second);
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(local);
            return local.plus(gap.getDuration()).toInstant(gap.getOffsetAfter());
        }
        return local.toInstant(offsets.getFirst());
    }

    long minutes(Instant from, Instant until) {
        long open = 0;
        for (Instant i = from; i.isBefore(until); i = i.plus(1, ChronoUnit.MINUTES)) {
            open += isOpen(i) ? 1 : 0;
        }
        return open;
    }

    /** Returns the end of the minute in which the last of {@code minutes} is counted. */
    Instant due(Instant from, long minutes) {
        Instant i = from;
        for (long left = minutes; left > 0; i = i.plus(1, ChronoUnit.MINUTES)) {
            left -= isOpen(i) ? 1 : 0;
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
