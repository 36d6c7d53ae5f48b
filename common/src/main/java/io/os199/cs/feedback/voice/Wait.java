package io.os199.cs.feedback.voice;

import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.statistics.Survival;
import io.os199.cs.platform.statistics.Survival.Cases;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;

/**
 * How long something takes, by Kaplan–Meier: items still open count with their age.
 *
 * @param medianDays absent below 5 items, and where less than half have come so far
 * @param reachedCount how many of {@code n} have
 */
public record Wait(
        @Nullable Integer medianDays, long n, long reachedCount, @Nullable Boolean smallSample) {
    private static final int LARGE = 30;

    public static Wait of(List<Cases> cases) {
        long n = cases.stream().mapToLong(Cases::count).sum();
        long reached = cases.stream().filter(Cases::reached).mapToLong(Cases::count).sum();
        boolean hasTooFew = n < Sample.ENOUGH;
        OptionalInt median = hasTooFew ? OptionalInt.empty() : Survival.of(cases).median();
        return new Wait(
                median.isPresent() ? median.getAsInt() : null,
                n,
                reached,
                (!hasTooFew && n < LARGE) ? true : null);
    }
}
