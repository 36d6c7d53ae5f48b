package io.os199.cs.retention.satisfaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Whole days in UTC.
 *
 * @param start the first
 * @param end the first that is none of them
 */
public record SatisfactionPeriod(LocalDate start, LocalDate end) {
    /** The days up to and with one. */
    public static SatisfactionPeriod upTo(LocalDate day, int days) {
        return new SatisfactionPeriod(day.plusDays(1L - days), day.plusDays(1));
    }

    /** As many days right before. */
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
