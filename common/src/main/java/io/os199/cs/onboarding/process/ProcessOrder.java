package io.os199.cs.onboarding.process;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The onboardings that a job is asked to look at together.
 *
 * @param periodStart the first day of the {@code analysisPeriodDays} that end with {@code asOf}
 * @param minCompleted the number of completed plans below which nothing is said of them
 * @param targetDays within which first value should come
 * @param isPast whether {@code asOf} was before the day of the call
 */
public record ProcessOrder(
        LocalDate asOf,
        LocalDate periodStart,
        int minCompleted,
        boolean includeInProgress,
        @Nullable Tier tier,
        @Nullable Complexity complexity,
        int targetDays,
        boolean isPast) {
    /** Returns the day after the last. */
    public LocalDate periodEnd() {
        return asOf.plusDays(1);
    }

    /** Returns the first day of the preceding period of the same length. */
    public LocalDate previousStart() {
        return periodStart.minusDays(periodEnd().toEpochDay() - periodStart.toEpochDay());
    }
}
