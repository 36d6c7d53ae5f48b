package io.os199.cs.support.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hours when support is open, and so when the clock of a promise runs.
 *
 * <p>Each interval of a local day is turned into instants by the rules of the zone: a local time skipped by a clock
 * change moves on by the length of the gap; of one that occurs twice, the first is taken. So an interval across a
 * change has its actual length. Overlapping parts of intervals count once.
 *
 * @param holidays whole local days on which support is closed
 */
public record WorkCalendar(ZoneId zone, List<Hours> hours, Set<LocalDate> holidays) {
    private static final int DAY_SECONDS = 86_400;

    /** The calendar that is always open. */
    public static final WorkCalendar ALWAYS =
            new WorkCalendar(
                    ZoneOffset.UTC,
                    Stream.of(DayOfWeek.values())
                            .map(day -> new Hours(day, 0, DAY_SECONDS))
                            .toList(),
                    Set.of());

    /**
     * The days read on either side: no zone skips more than a day, so intervals of days farther away cannot contain
     * the instant.
     */
    private static final int MARGIN_DAYS = 2;

    private static final int FIRST_LOOK_DAYS = 14;
    private static final int LAST_LOOK_DAYS = 16_000;

    public WorkCalendar {
        hours = List.copyOf(hours);
        holidays = Set.copyOf(holidays);
    }

    /**
     * An interval of a weekday in seconds after local midnight; {@code closes} may be 86,400, the following midnight.
     */
    public record Hours(DayOfWeek day, int opens, int closes) {
        public Hours {
            if (opens < 0 || closes <= opens || closes > DAY_SECONDS) {
                throw new IllegalArgumentException("opens " + opens + ", closes " + closes);
            }
        }
    }

    private record Span(Instant start, Instant end) {
        private Duration within(Instant from, Instant until) {
            Instant first = start.isAfter(from) ? start : from;
            Instant last = end.isBefore(until) ? end : until;
            return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
        }
    }

    /** Returns how long support is open in [{@code from}, {@code until}); zero where that is empty. */
    public Duration worked(Instant from, Instant until) {
        return spans(day(from).minusDays(MARGIN_DAYS), day(until).plusDays(MARGIN_DAYS)).stream()
                .map(span -> span.within(from, until))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns the first instant by which support has been open for {@code work} since {@code from}; if the time is
     * used up exactly at closing time, that is closing time.
     *
     * @return empty if support is not open that long within 40 years
     */
    public Optional<Instant> due(Instant from, Duration work) {
        if (work.isZero()) {
            return Optional.of(from);
        }
        for (int days = FIRST_LOOK_DAYS; days <= LAST_LOOK_DAYS; days *= 2) {
            LocalDate last = day(from).plusDays(days);
            Optional<Instant> due = due(spans(day(from).minusDays(MARGIN_DAYS), last), from, work);
            if (due.isPresent() && day(due.get()).isBefore(last.minusDays(MARGIN_DAYS))) {
                return due;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> due(List<Span> spans, Instant from, Duration work) {
        Duration left = work;
        for (Span span : spans) {
            Duration open = span.within(from, span.end());
            if (open.compareTo(left) >= 0) {
                return Optional.of(span.end().minus(open.minus(left)));
            }
            left = left.minus(open);
        }
        return Optional.empty();
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Returns the open spans of these local days, in order and merged where they touch or overlap. */
    private List<Span> spans(LocalDate first, LocalDate last) {
        List<Span> merged = new ArrayList<>();
        first.datesUntil(last.plusDays(1))
                .filter(day -> !holidays.contains(day))
                .flatMap(day -> spans(day))
                .sorted(Comparator.comparing(Span::start))
                .forEach(
                        span -> {
                            Span before = merged.isEmpty() ? null : merged.getLast();
                            if (before == null || span.start().isAfter(before.end())) {
                                merged.add(span);
                            } else if (span.end().isAfter(before.end())) {
                                merged.set(merged.size() - 1, new Span(before.start(), span.end()));
                            }
                        });
        return merged;
    }

    private Stream<Span> spans(LocalDate day) {
        return hours.stream()
                .filter(each -> each.day() == day.getDayOfWeek())
                .map(each -> new Span(instant(day, each.opens()), instant(day, each.closes())))
                .filter(span -> span.start().isBefore(span.end()));
    }

    /**
     * Converts a local time as {@code atZone} does: a time in a gap moves on by the gap's length, and of two
     * occurrences the first is taken.
     */
    private Instant instant(LocalDate day, int second) {
        return (second == DAY_SECONDS
                        ? day.plusDays(1).atTime(LocalTime.MIDNIGHT)
                        : day.atTime(LocalTime.ofSecondOfDay(second)))
                .atZone(zone)
                .toInstant();
    }
}
