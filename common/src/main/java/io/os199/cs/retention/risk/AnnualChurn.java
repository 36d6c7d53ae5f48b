package io.os199.cs.retention.risk;

import io.os199.cs.retention.churn.ChurnScore;

import org.jspecify.annotations.Nullable;

/**
 * Converts the probability of leaving within a window of {@value ChurnScore#HORIZON_DAYS} days into that of leaving
 * within a year.
 */
public final class AnnualChurn {
    private static final double DAYS_IN_YEAR = 365;
    private static final double WINDOWS = DAYS_IN_YEAR / ChurnScore.HORIZON_DAYS;

    private AnnualChurn() {}

    /**
     * Returns {@code 1 − (1 − p_in)^k · (1 − p_off)^(n − k)}: of a year's n windows, k hold a renewal.
     *
     * @param inWindow the probability in a window with a renewal
     * @param offWindow the probability in a window without one
     * @param termDays the term of the contract, absent for a year
     */
    public static double probability(
            double inWindow, double offWindow, @Nullable Integer termDays) {
        double term = termDays == null ? DAYS_IN_YEAR : Math.max(1, termDays);
        double renewals = Math.min(WINDOWS, DAYS_IN_YEAR / term);
        return 1 - Math.pow(1 - inWindow, renewals) * Math.pow(1 - offWindow, WINDOWS - renewals);
    }
}
