package io.os199.cs.retention.satisfaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A period of whole days in UTC.
 *
 * @param start the first day
 * @param end the day after the last
 */
public record SatisfactionPeriod(LocalDate start, LocalDate end) {
    /** Returns the period of so many days up to and including a day. */
    public static SatisfactionPeriod upTo(LocalDate day, int days) {
        return new SatisfactionPeriod(day.plusDays(1L - days), day.plusDays(1));
    }

    /** Returns the period of so many days right before this one. */
    public SatisfactionPeriod before(int days) {
        return new SatisfactionPeriod(start.minusDays(days), start);
    }

    Instant from() {
        return start.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant until() {
        return end.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
