package io.os199.cs.onboarding.value;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A part of the way from the contract to first value; the parts join without gap and without overlap.
 *
 * @param step the template's key of a milestone, else its name; or one of {@code wait}, {@code first_usage},
 *     {@code first_use_of_feature}, {@code adoption}
 * @param sequence of the milestone, where it is one
 * @param toOn of a step that is not over, the day that is looked at
 * @param idleDays from the end of the step before to its beginning; absent where nobody noted that
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
    /** Days from its beginning to its end. */
    public int spanDays() {
        return (int) ChronoUnit.DAYS.between(fromOn, toOn);
    }

    /** What is neither idle nor blocked. */
    public int workingDays() {
        return Math.max(
                0,
                spanDays()
                        - (idleDays == null ? 0 : idleDays)
                        - (blockedDays == null ? 0 : blockedDays));
    }

    /** Between two days, where neither plan nor idleness is known. */
    static ValueStep plain(String step, LocalDate fromOn, LocalDate toOn, boolean isOpen) {
        return new ValueStep(step, null, fromOn, toOn, isOpen, null, null, null);
    }
}
