package io.os199.cs.usage.model;

import java.util.List;

/**
 * Known users with the same number of active days, in a period and before it.
 *
 * @param completeActiveDays those of the active days that are over
 * @param eventCount the events of all of them in the period
 * @param firstUserKeys the first twenty in key order, where one client was asked for
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

    /** Returns by how many days the activity of these users fell. */
    public int fall() {
        return activeDaysBefore - completeActiveDays;
    }
}
