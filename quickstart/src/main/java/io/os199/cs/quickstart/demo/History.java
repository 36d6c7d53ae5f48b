package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The time that the demo company has lived through: what clients did is known for two years, up to yesterday. */
record History(LocalDate today) {
    private static final int DAYS = 730;

    LocalDate firstDay() {
        return today.minusDays(DAYS);
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

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
