package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * At which day, by which model and over how many days clients are scored.
 *
 * @param today the day on which the score was asked for: product use of a day that is not over does not count
 * @param cut rows later than it do not count
 */
public record HealthQuery(
        LocalDate asOf, LocalDate today, Instant cut, int lookbackDays, HealthModel model) {

    /** As asked for at {@code now}: the cut is that moment, or the last instant of a day that is over. */
    public static HealthQuery at(LocalDate asOf, Instant now, int lookbackDays, HealthModel model) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new HealthQuery(asOf, today, cut(asOf, today, now), lookbackDays, model);
    }

    /** The moment of the question, or the last instant of a day that is over. */
    public static Instant cut(LocalDate asOf, LocalDate today, Instant now) {
        return asOf.isBefore(today)
                ? asOf.plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .minus(1, ChronoUnit.MICROS)
                : now.truncatedTo(ChronoUnit.MICROS);
    }

    public boolean isToday() {
        return asOf.equals(today);
    }

    /** The last complete day of product use. */
    public LocalDate useDay() {
        return isToday() ? asOf.minusDays(1) : asOf;
    }

    /** The day with which the score is compared. */
    public LocalDate referenceDay() {
        return asOf.minusDays(lookbackDays);
    }
}
