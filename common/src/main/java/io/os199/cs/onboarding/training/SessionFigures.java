package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.Attempt;
import io.os199.cs.onboarding.model.Attendance;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;

/**
 * The figures of a session; each rate or mean is absent where there is nothing to divide by.
 *
 * @param invitedCount includes those who came without an invitation
 * @param assessedCount attempts with a score
 * @param timedCount attendees whose minutes are known
 * @param attendedTimeRate the share of the session's time that those attended; anyone who stayed longer counts as the
 *     whole
 */
public record SessionFigures(
        int invitedCount,
        int attendedCount,
        int absentCount,
        int assessedCount,
        int passedCount,
        @Nullable BigDecimal attendanceRate,
        @Nullable BigDecimal passRate,
        @Nullable BigDecimal meanScoreRate,
        int timedCount,
        @Nullable BigDecimal attendedTimeRate,
        @Nullable BigDecimal meanFeedbackRating,
        int feedbackCount) {

    /** Computes the figures of a session as it stands. */
    public static SessionFigures of(SessionReport report) {
        List<Attendee> all = report.attendees();
        List<Attendee> attended =
                all.stream().filter(each -> each.attendance() == Attendance.ATTENDED).toList();
        List<Attempt> attempts =
                all.stream().map(Attendee::attempt).filter(Objects::nonNull).toList();
        List<Attempt> assessed =
                attempts.stream().filter(each -> each.scoreRate() != null).toList();
        List<BigDecimal> scores = assessed.stream().map(Attempt::scoreRate).toList();
        int duration = report.session().durationMinutes();
        List<BigDecimal> minutes =
                attended.stream()
                        .map(Attendee::attendedMinutes)
                        .filter(Objects::nonNull)
                        .map(each -> BigDecimal.valueOf(Math.min(each, duration)))
                        .toList();
        List<BigDecimal> ratings =
                all.stream()
                        .map(Attendee::feedbackRating)
                        .filter(Objects::nonNull)
                        .map(BigDecimal::valueOf)
                        .toList();
        return new SessionFigures(
                all.size(),
                attended.size(),
                (int) all.stream().filter(each -> each.attendance() == Attendance.ABSENT).count(),
                assessed.size(),
                (int) attempts.stream().filter(Attempt::isPassed).count(),
                rate(attended.size(), all.size()),
                rate((int) assessed.stream().filter(Attempt::isPassed).count(), assessed.size()),
                mean(scores, 4),
                minutes.size(),
                duration == 0 ? null : divided(sum(minutes), (long) minutes.size() * duration, 4),
                mean(ratings, 2),
                ratings.size());
    }

    private static @Nullable BigDecimal rate(int part, int whole) {
        return divided(BigDecimal.valueOf(part), whole, 4);
    }

    private static @Nullable BigDecimal mean(List<BigDecimal> values, int decimals) {
        return divided(sum(values), values.size(), decimals);
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static @Nullable BigDecimal divided(BigDecimal sum, long count, int decimals) {
        return count == 0
                ? null
                : sum.divide(BigDecimal.valueOf(count), decimals, RoundingMode.HALF_UP);
    }
}
