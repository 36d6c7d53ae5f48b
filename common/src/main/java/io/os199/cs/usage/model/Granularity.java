package io.os199.cs.usage.model;

import java.time.temporal.ChronoUnit;

/** The length of the buckets of a time series; weeks start on Monday. */
public enum Granularity {
    HOURLY(ChronoUnit.HOURS, "hour", 14),
    DAILY(ChronoUnit.DAYS, "day", 92),
    WEEKLY(ChronoUnit.WEEKS, "week", 366),
    MONTHLY(ChronoUnit.MONTHS, "month", 366);

    private final ChronoUnit unit;
    private final String field;
    private final int mostDays;

    Granularity(ChronoUnit unit, String field, int mostDays) {
        this.unit = unit;
        this.field = field;
        this.mostDays = mostDays;
    }

    public ChronoUnit unit() {
        return unit;
    }

    /** Returns the name that {@code date_trunc} has for it. */
    public String field() {
        return field;
    }

    /** Returns the length of the longest period that is shown in such buckets. */
    public int mostDays() {
        return mostDays;
    }
}
