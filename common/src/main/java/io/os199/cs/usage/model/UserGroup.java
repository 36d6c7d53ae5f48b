package io.os199.cs.usage.model;

import java.util.List;

/**
 * Known users who were active on equally many days, in a period and before it.
 *
 * @param completeActiveDays of the active days those that are over
 * @param eventCount in the period, of all of them
 * @param firstUserKeys the first twenty in their order, where one client was asked for
 */
public record UserGroup(
        int activeDays,
        int completeActiveDays,
        int activeDaysBefore,
        int userCount,
        long eventCount,
        List<String> firstUserKeys) {

    public UserGroup {
        firstUserKeys = List.copyOf(firstUserKeys);
    }

    public UserCohort cohort(int periodDays) {
        return UserCohort.of(activeDays, completeActiveDays, activeDaysBefore, periodDays);
    }

    /** By how many days the activity of these users fell. */
    public int fall() {
        return activeDaysBefore - completeActiveDays;
    }
}
