package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The known users by cohort.
 *
 * @param sums one for every cohort
 * @param activeBeforeCount users who were active before the period
 * @param lapsedUserCount users who were active before the period but not in it
 */
public record UserMix(List<CohortSum> sums, int activeBeforeCount, int lapsedUserCount) {
    public static final UserMix NONE = of(List.of(), 1);

    /** The figures of a cohort that can be added up. */
    public record CohortSum(UserCohort cohort, int userCount, long activeDayCount) {
        private CohortSum plus(CohortSum other) {
            return new CohortSum(
                    cohort, userCount + other.userCount, activeDayCount + other.activeDayCount);
        }
    }

    /** A cohort as answers show it. */
    public record CohortTally(
            UserCohort cohort,
            int userCount,
            @Nullable BigDecimal shareRate,
            @Nullable BigDecimal meanActiveDays) {}

    public UserMix {
        sums = List.copyOf(sums);
    }

    public static UserMix of(List<UserGroup> groups, int periodDays) {
        int before = 0;
        int lapsed = 0;
        for (UserGroup group : groups) {
            if (group.activeDaysBefore() > 0) {
                before += group.userCount();
                lapsed += group.activeDays() == 0 ? group.userCount() : 0;
            }
        }
        return new UserMix(
                byCohort(
                        groups.stream()
                                .map(
                                        group ->
                                                new CohortSum(
                                                        group.cohort(periodDays),
                                                        group.userCount(),
                                                        (long) group.userCount()
                                                                * group.activeDays()))),
                before,
                lapsed);
    }

    public UserMix plus(UserMix other) {
        return new UserMix(
                byCohort(Stream.concat(sums.stream(), other.sums.stream())),
                activeBeforeCount + other.activeBeforeCount,
                lapsedUserCount + other.lapsedUserCount);
    }

    private static List<CohortSum> byCohort(Stream<CohortSum> parts) {
        Map<UserCohort, CohortSum> sums = new EnumMap<>(UserCohort.class);
        for (UserCohort cohort : UserCohort.values()) {
            sums.put(cohort, new CohortSum(cohort, 0, 0));
        }
        parts.forEach(part -> sums.merge(part.cohort(), part, CohortSum::plus));
        return List.copyOf(sums.values());
    }

    public int knownUserCount() {
        return sums.stream().mapToInt(CohortSum::userCount).sum();
    }

    public int count(UserCohort cohort) {
        return sums.stream()
                .filter(sum -> sum.cohort() == cohort)
                .mapToInt(CohortSum::userCount)
                .sum();
    }

    /** Returns the cohorts, the most active first. */
    public List<CohortTally> cohorts() {
        int known = knownUserCount();
        return sums.stream()
                .map(
                        sum ->
                                new CohortTally(
                                        sum.cohort(),
                                        sum.userCount(),
                                        Quotients.rate(sum.userCount(), known),
                                        Quotients.mean(sum.activeDayCount(), sum.userCount())))
                .toList();
    }
}
