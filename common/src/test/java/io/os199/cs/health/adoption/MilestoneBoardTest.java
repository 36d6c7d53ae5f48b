package io.os199.cs.health.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The pace of a client and the status of its milestones at their bounds; day 0 is the start of the client's clock. */
class MilestoneBoardTest {
    private static final LocalDate START = LocalDate.parse("2026-01-01");

    /** Milestones at 10, 20, 40 and 100 days: critical, high, medium, high; and the days on which they were reached. */
    @ParameterizedTest
    @CsvSource({
        "10, -1, -1, -1, -1, ON_TRACK",
        "11, -1, -1, -1, -1, BEHIND",
        "59, -1, -1, -1, -1, BEHIND",
        "60, -1, -1, -1, -1, STUCK",
        // The last milestone was reached 59, then 60 days ago.
        "109, 10, 20, 50, -1, BEHIND",
        "110, 10, 20, 50, -1, STUCK",
        // Only a medium milestone is overdue.
        "99, 10, 20, -1, -1, BEHIND",
        // 1.0, 0.7, 0.7 and 0.5 of the targets: the median is 0.70.
        "80, 10, 14, 28, 50, AHEAD",
        "80, 10, 15, 29, 50, ON_TRACK",
        "80, 1, 1, 1, -1, ON_TRACK",
    })
    void paceFollowsWhatIsReachedAndWhen(
            int today, int first, int second, int third, int fourth, Pace pace) {
        assertThat(board(today, first, second, third, fourth).pace()).isEqualTo(pace);
    }

    @Test
    void whatIsRecordedStaysAndWhatIsLaterThanTheDayDoesNotCount() {
        assertThat(state(30, day(5), day(9)).achievedOn()).isEqualTo(day(9));
        assertThat(state(8, day(5), day(9)).status()).isEqualTo(AdoptionMilestoneStatus.OPEN);
        assertThat(state(8, day(5), null).achievedOn()).isEqualTo(day(5));
        // Before the clock started: no days taken, and not late.
        assertThat(state(8, day(-3), null).takenDays()).isZero();
        assertThat(state(8, day(-3), null).lateDays()).isZero();
        assertThat(state(13, null, null).lateDays()).isEqualTo(3);
    }

    @Test
    void celebrationsAreOfTheLastFourteenDays() {
        assertThat(board(34, 20, 21, 21, -1).celebrations())
                .extracting(state -> state.milestone().milestoneKey())
                .containsExactly("m1");
    }

    private static MilestoneBoard board(int today, int... reached) {
        int[] targets = {10, 20, 40, 100};
        MilestoneImportance[] importance = {
            MilestoneImportance.CRITICAL,
            MilestoneImportance.HIGH,
            MilestoneImportance.MEDIUM,
            MilestoneImportance.HIGH
        };
        List<MilestoneState> states = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            states.add(
                    new MilestoneState(
                            milestone("m" + i, targets[i], importance[i]),
                            row("m" + i, reached[i] < 0 ? null : day(reached[i]), null),
                            day(today)));
        }
        return new MilestoneBoard("client_1", START, day(today), states);
    }

    private static MilestoneState state(
            int today, @Nullable LocalDate reachedOn, @Nullable LocalDate recordedOn) {
        return new MilestoneState(
                milestone("m", 10, MilestoneImportance.CRITICAL),
                row("m", reachedOn, recordedOn),
                day(today));
    }

    private static AdoptionMilestone milestone(
            String key, int target, MilestoneImportance importance) {
        return new AdoptionMilestone(
                key,
                key,
                MilestoneMetric.USERS_SEEN,
                BigDecimal.ONE,
                null,
                null,
                null,
                target,
                importance);
    }

    private static MilestoneRow row(
            String key, @Nullable LocalDate reachedOn, @Nullable LocalDate recordedOn) {
        return new MilestoneRow("client_1", START, key, 1, 0, true, reachedOn, recordedOn);
    }

    private static LocalDate day(int day) {
        return START.plusDays(day);
    }
}
