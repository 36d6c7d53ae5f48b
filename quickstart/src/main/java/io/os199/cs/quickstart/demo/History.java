package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The time that the demo company has lived through: what clients did is known for this many days, up to yesterday. */
record History(LocalDate today, int days) {
    LocalDate firstDay() {
        return today.minusDays(days);
    }

    int daysAgo(LocalDate day) {
        return (int) ChronoUnit.DAYS.between(day, today);
    }

    /** Returns the end of the past. */
    Instant now() {
        return start(today);
    }

    boolean isPast(Instant at) {
        return at.isBefore(now());
    }

    /** Returns {@code at}, or the last second of the past if it lies ahead. */
    Instant inPast(Instant at) {
        return isPast(at) ? at : now().minusSeconds(1);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Returns the time when offices open. */
    static Instant morning(LocalDate day) {
        return start(day).plusSeconds(9 * 3600L);
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
