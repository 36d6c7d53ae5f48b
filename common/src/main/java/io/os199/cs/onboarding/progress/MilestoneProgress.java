package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanMilestone;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The progress of a milestone.
 *
 * @param earnedRate the share of it that is done, 0 to 1; absent for a skipped one
 * @param onTime whether it was completed by its due date; absent while it is open
 * @param projectedFinishOn absent where it is over or the plan is on hold or over
 * @param lateByDays days from its due date to its completion or to the day in question; 0 where it is not late
 * @param slackDays the days by which it may be later without moving the end
 * @param untrusted marks that blockerText may hold a customer's words; absent where it shows none
 * @param overdueTasks tasks that are open and past their due date
 */
public record MilestoneProgress(
        int sequence,
        String name,
        MilestoneStatus status,
        @Nullable BigDecimal earnedRate,
        LocalDate plannedStartOn,
        LocalDate dueDate,
        @Nullable LocalDate completedOn,
        @Nullable Boolean onTime,
        @Nullable LocalDate projectedFinishOn,
        int lateByDays,
        @Nullable Integer slackDays,
        boolean onCriticalPath,
        @Nullable Instant blockedSince,
        @Nullable Boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String blockerText,
        int tasksDone,
        int tasksTotal,
        int overdueTasks) {
    private static final int LONGEST_TEXT = 500;

    /** Counts over all milestones except the skipped ones. */
    public record Summary(int completed, int total, int onTime, int blocked, int overdue) {
        static Summary of(List<MilestoneProgress> all) {
            List<MilestoneProgress> counted =
                    all.stream().filter(m -> m.status != MilestoneStatus.SKIPPED).toList();
            return new Summary(
                    (int) counted.stream().filter(m -> m.completedOn != null).count(),
                    counted.size(),
                    (int) counted.stream().filter(m -> Boolean.TRUE.equals(m.onTime)).count(),
                    (int) counted.stream().filter(m -> m.status == MilestoneStatus.BLOCKED).count(),
                    (int)
                            counted.stream()
                                    .filter(m -> m.completedOn == null && m.lateByDays > 0)
                                    .count());
        }
    }

    static MilestoneProgress of(Milestone m, PlanProgress progress, LocalDate day) {
        boolean isOver = m.status().isOver();
        PlanProgress.Projection ahead = isOver ? null : progress.projection();
        Integer slack = ahead == null ? null : ahead.slackDays().get(m.sequence());
        LocalDate done = m.completedOn();
        boolean isBlocked = m.status() == MilestoneStatus.BLOCKED;
        String blocker = isBlocked ? m.blockerText() : null;
        PlanMilestone counted = m.toProgress();
        return new MilestoneProgress(
                m.sequence(),
                m.name(),
                m.status(),
                m.status() == MilestoneStatus.SKIPPED ? null : Rounded.rate(counted.earned()),
                m.plannedStartOn(),
                m.dueDate(),
                done,
                done == null ? null : !done.isAfter(m.dueDate()),
                ahead == null ? null : ahead.finishOn().get(m.sequence()),
                m.status() == MilestoneStatus.SKIPPED
                        ? 0
                        : (int)
                                Math.max(
                                        0,
                                        ChronoUnit.DAYS.between(
                                                m.dueDate(), done == null ? day : done)),
                slack,
                slack != null && slack <= 0,
                isBlocked ? m.blockedAt() : null,
                blocker == null ? null : true,
                blocker == null ? null : UntrustedText.of(blocker, LONGEST_TEXT).text(),
                counted.tasksDone(),
                counted.taskCount(),
                isOver ? 0 : (int) m.tasks().stream().filter(task -> overdue(task, day)).count());
    }

    private static boolean overdue(Milestone.Task task, LocalDate day) {
        return !task.isOver() && task.dueDate() != null && task.dueDate().isBefore(day);
    }
}
