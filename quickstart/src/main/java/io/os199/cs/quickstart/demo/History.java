package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The time that the demo company has lived through: what clients did is known for so many days, up to yesterday. */
record History(LocalDate today, int days) {
    LocalDate firstDay() {
        return today.minusDays(days);
    }

    int daysAgo(LocalDate day) {
        return (int) ChronoUnit.DAYS.between(day, today);
    }

    /** Where the past ends. */
    Instant now() {
        return start(today);
    }

    boolean isPast(Instant at) {
        return at.isBefore(now());
    }

    /** {@code at}, or the last second of the past when it lies ahead. */
    Instant inPast(Instant at) {
        return isPast(at) ? at : now().minusSeconds(1);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** When offices open. */
    static Instant morning(LocalDate day) {
        return start(day).plusSeconds(9 * 3600L);
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
