package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;
import io.os199.cs.platform.database.StoredTime;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The day, the model and the number of days by which clients are scored.
 *
 * @param today the day on which the score was asked for: product use of a day that is not over does not count
 * @param cut the instant after which rows do not count
 */
public record HealthQuery(
        LocalDate asOf, LocalDate today, Instant cut, int lookbackDays, HealthModel model) {

    /** Returns the query as asked at {@code now}: the cut is that moment, or the last instant of a day that is over. */
    public static HealthQuery at(LocalDate asOf, Instant now, int lookbackDays, HealthModel model) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new HealthQuery(asOf, today, cut(asOf, today, now), lookbackDays, model);
    }

    /** Returns the moment of the question, or the last instant of a day that is over. */
    public static Instant cut(LocalDate asOf, LocalDate today, Instant now) {
        return asOf.isBefore(today)
                ? asOf.plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .minus(1, ChronoUnit.MICROS)
                : StoredTime.of(now);
    }

    public boolean isToday() {
        return asOf.equals(today);
    }

    /** Returns the last complete day of product use. */
    public LocalDate useDay() {
        return isToday() ? asOf.minusDays(1) : asOf;
    }

    /** Returns the day that the score is compared with. */
    public LocalDate referenceDay() {
        return asOf.minusDays(lookbackDays);
    }
}
