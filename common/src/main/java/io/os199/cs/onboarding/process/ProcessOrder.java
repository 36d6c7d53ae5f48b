package io.os199.cs.onboarding.process;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * Which onboardings are looked at together, as a job is asked for them.
 *
 * @param periodStart the first day of {@code analysisPeriodDays} that end with {@code asOf}
 * @param minCompleted below so many completed plans nothing is said of them
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
    /** The day after the last. */
    public LocalDate periodEnd() {
        return asOf.plusDays(1);
    }

    /** The first day of as long a period before. */
    public LocalDate previousStart() {
        return periodStart.minusDays(periodEnd().toEpochDay() - periodStart.toEpochDay());
    }
}
