package io.os199.cs.feedback.voice;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The client, the days, and the day as of which feedback is considered. Days are UTC.
 *
 * @param clientId absent: the portfolio
 * @param periodEnd the day after the last
 */
public record VoiceScope(
        @Nullable String clientId, LocalDate asOf, LocalDate periodStart, LocalDate periodEnd) {
    public int days() {
        return (int) ChronoUnit.DAYS.between(periodStart, periodEnd);
    }

    /** Returns the period of the same length right before, as of a day that much earlier. */
    public VoiceScope previous() {
        return new VoiceScope(
                clientId, asOf.minusDays(days()), periodStart.minusDays(days()), periodStart);
    }

    /** The first instant of the period. */
    public Instant from() {
        return start(periodStart);
    }

    /** The first instant after the period. */
    public Instant until() {
        return start(periodEnd);
    }

    /** Returns the first instant that is not yet known as of the day. */
    public Instant known() {
        return start(asOf.plusDays(1));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
