package io.os199.cs.onboarding.value;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A part of the way from the contract to first value; the parts join without gap or overlap.
 *
 * @param step the template's key of a milestone, else its name; or one of {@code wait}, {@code first_usage}, {@code
 *     first_use_of_feature}, {@code adoption}
 * @param sequence of the milestone, if it is one
 * @param toOn for a step that is not over, the day in question
 * @param idleDays from the end of the step before to its beginning; absent when that was not recorded
 */
public record ValueStep(
        String step,
        @Nullable Integer sequence,
        LocalDate fromOn,
        LocalDate toOn,
        boolean isOpen,
        @Nullable Integer plannedDays,
        @Nullable Integer idleDays,
        @Nullable Integer blockedDays) {
    /** Returns the days from its beginning to its end. */
    public int spanDays() {
        return (int) ChronoUnit.DAYS.between(fromOn, toOn);
    }

    /** Returns the days that are neither idle nor blocked. */
    public int workingDays() {
        return Math.max(
                0,
                spanDays()
                        - (idleDays == null ? 0 : idleDays)
                        - (blockedDays == null ? 0 : blockedDays));
    }

    /** Creates a step between two days for which neither planned nor idle days are known. */
    static ValueStep plain(String step, LocalDate fromOn, LocalDate toOn, boolean isOpen) {
        return new ValueStep(step, null, fromOn, toOn, isOpen, null, null, null);
    }
}
