package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The known users by cohort.
 *
 * @param activeBeforeCount who was active before the period
 * @param lapsedUserCount who was active before the period and not in it
 */
public record UserMix(
        List<CohortTally> cohorts, int knownUserCount, int activeBeforeCount, int lapsedUserCount) {

    /** One of the cohorts; every one has a tally. */
    public record CohortTally(
            UserCohort cohort,
            int userCount,
            @Nullable BigDecimal shareRate,
            @Nullable BigDecimal meanActiveDays) {}

    public UserMix {
        cohorts = List.copyOf(cohorts);
    }

    public static UserMix of(List<UserGroup> groups, int periodDays) {
        Map<UserCohort, Integer> users = new EnumMap<>(UserCohort.class);
        Map<UserCohort, Long> days = new EnumMap<>(UserCohort.class);
        int known = 0;
        int before = 0;
        int lapsed = 0;
        for (UserGroup group : groups) {
            UserCohort cohort = group.cohort(periodDays);
            users.merge(cohort, group.userCount(), Integer::sum);
            days.merge(cohort, (long) group.userCount() * group.activeDays(), Long::sum);
            known += group.userCount();
            if (group.activeDaysBefore() > 0) {
                before += group.userCount();
                lapsed += cohort == UserCohort.INACTIVE ? group.userCount() : 0;
            }
        }
        List<CohortTally> tallies = new ArrayList<>();
        for (UserCohort cohort : UserCohort.values()) {
            int count = users.getOrDefault(cohort, 0);
            tallies.add(
                    new CohortTally(
                            cohort,
                            count,
                            Figures.rate(count, known),
                            Figures.mean(days.getOrDefault(cohort, 0L), count)));
        }
        return new UserMix(tallies, known, before, lapsed);
    }

    public int count(UserCohort cohort) {
        return cohorts.stream()
                .filter(tally -> tally.cohort() == cohort)
                .mapToInt(CohortTally::userCount)
                .sum();
    }
}
