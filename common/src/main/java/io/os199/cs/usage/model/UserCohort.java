package io.os199.cs.usage.model;

/** The kind of user that somebody was in a period, the most active first. Every known user is in exactly one cohort. */
public enum UserCohort {
    POWER,
    REGULAR,
    OCCASIONAL,
    AT_RISK,
    INACTIVE;

    private static final int FEWEST_DAYS_BEFORE = 3;

    /**
     * Returns the first cohort that matches, in this order: inactive, at risk, power, regular, occasional.
     *
     * @param activeDays the days of the period with activity
     * @param completeActiveDays those of them that are over; only these are compared with the days before
     * @param activeDaysBefore the active days among as many days before the period as it has complete ones
     * @param periodDays the days of the period
     */
    public static UserCohort of(
            int activeDays, int completeActiveDays, int activeDaysBefore, int periodDays) {
        if (activeDays == 0) {
            return INACTIVE;
        }
        if (activeDaysBefore >= FEWEST_DAYS_BEFORE && 2 * completeActiveDays <= activeDaysBefore) {
            return AT_RISK;
        }
        if (5 * activeDays >= 2 * periodDays) {
            return POWER;
        }
        return 10 * activeDays >= periodDays ? REGULAR : OCCASIONAL;
    }
}
