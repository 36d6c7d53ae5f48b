package io.os199.cs.usage.model;

/** What kind of user somebody was in a period, the most active first. Every known user is in exactly one. */
public enum UserCohort {
    POWER,
    REGULAR,
    OCCASIONAL,
    AT_RISK,
    INACTIVE;

    private static final int FEWEST_DAYS_BEFORE = 3;

    /**
     * The first that matches: inactive, at risk, power, regular, occasional.
     *
     * @param activeDays days of the period with activity
     * @param completeActiveDays of these the days that are over, which alone are held against the days before
     * @param activeDaysBefore in as many days before the period as it has complete ones
     * @param periodDays days of the period
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
