package io.os199.cs.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsagePeriod;
import io.os199.cs.usage.model.UserCohort;
import io.os199.cs.usage.model.UserGroup;
import io.os199.cs.usage.model.UserMix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The rule that sorts users into cohorts, at its bounds. */
class UserCohortTest {
    @ParameterizedTest
    @CsvSource({
        // the three users of the worked example
        "8, 8, 8, 10, POWER",
        "2, 2, 5, 10, AT_RISK",
        "0, 0, 6, 10, INACTIVE",
        // fewer than 3 days in the earlier period are no habit to lose
        "1, 1, 2, 10, REGULAR",
        "1, 1, 3, 10, AT_RISK",
        // just more than half
        "2, 2, 3, 10, REGULAR",
        "2, 2, 4, 10, AT_RISK",
        // 0.40 n and 0.10 n
        "12, 12, 0, 30, POWER",
        "11, 11, 0, 30, REGULAR",
        "3, 3, 0, 30, REGULAR",
        "2, 2, 0, 30, OCCASIONAL",
        // a day that is not over counts as activity but not in the comparison
        "3, 2, 4, 30, AT_RISK",
        "1, 0, 4, 30, AT_RISK",
    })
    void theFirstThatMatches(int active, int complete, int before, int days, UserCohort expected) {
        assertThat(UserCohort.of(active, complete, before, days)).isEqualTo(expected);
    }

    @Test
    void cohortsAddUpToTheKnownUsers() {
        List<UserGroup> groups = new ArrayList<>();
        for (int active = 0; active <= 10; active++) {
            for (int before = 0; before <= 10; before++) {
                groups.add(new UserGroup(active, active, before, active + 1, 0, List.of()));
            }
        }
        UserMix mix = UserMix.of(groups, 10);
        assertThat(mix.knownUserCount()).isEqualTo(11 * 66);
        assertThat(mix.cohorts().stream().mapToInt(UserMix.CohortTally::userCount).sum())
                .isEqualTo(mix.knownUserCount());
        assertThat(mix.count(UserCohort.INACTIVE)).isEqualTo(11);
        assertThat(mix.lapsedUserCount()).isEqualTo(10);
        assertThat(mix.activeBeforeCount()).isEqualTo(10 * 66);
        assertThat(UserMix.of(List.of(), 10).cohorts()).hasSize(5);
    }

    @Test
    void aPeriodWithTodayIsComparedByItsCompleteDays() {
        LocalDate today = LocalDate.parse("2026-06-30");
        UsagePeriod usual = UsagePeriod.upToToday(today, 30);
        assertThat(usual.start()).isEqualTo("2026-06-01");
        assertThat(usual.completeDayCount()).isEqualTo(29);
        assertThat(usual.beforeStart()).isEqualTo("2026-05-03");
        UsagePeriod today1 = UsagePeriod.upToToday(today, 1);
        assertThat(today1.completeDayCount()).isZero();
        assertThat(today1.beforeStart()).isEqualTo(today);
        UsagePeriod ahead = new UsagePeriod(today.plusDays(5), today.plusDays(8), today);
        assertThat(ahead.completeDayCount()).isZero();
        assertThat(ahead.day()).isEqualTo(today);
    }

    @Test
    void quotientsAreRoundedHalfAwayFromZeroAndAbsentOverNothing() {
        assertThat(Quotients.changePercent(100, 160)).isEqualTo("-37.50");
        assertThat(Quotients.changePercent(-1, -80_000)).isEqualTo("-100.00");
        assertThat(Quotients.changePercent(199_975, 200_000)).isEqualTo("-0.01");
        assertThat(Quotients.rate(1, 8)).isEqualTo("0.1250");
        assertThat(Quotients.mean(1, 8)).isEqualTo("0.13");
        assertThat(Quotients.rate(1, 0)).isNull();
        assertThat(Quotients.mean(1, 0)).isNull();
        assertThat(Quotients.changePercent(1, 0)).isNull();
    }
}
