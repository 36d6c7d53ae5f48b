package io.os199.cs.onboarding.plan;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanMilestone;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A milestone of a plan as stored.
 *
 * @param milestoneKey the template's key
 * @param blockedAt since when it is blocked, while it is
 * @param blockedDays the days it was blocked before
 * @param blockerText as a person typed it
 */
public record Milestone(
        int sequence,
        @Nullable String milestoneKey,
        String name,
        MilestoneStatus status,
        int week,
        LocalDate plannedStartOn,
        LocalDate dueDate,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate completedOn,
        BigDecimal estimatedHours,
        @Nullable BigDecimal actualHours,
        @Nullable String owner,
        List<Integer> dependsOn,
        boolean firstValue,
        @Nullable Instant blockedAt,
        int blockedDays,
        @Nullable String blockerText,
        List<Task> tasks) {
    /** A task of a milestone; one that is over is done or cancelled. */
    public record Task(
            int taskNo,
            String title,
            MilestoneTaskStatus status,
            @Nullable String owner,
            @Nullable LocalDate dueDate,
            @Nullable LocalDate completedOn) {
        /** Whether nothing is left to do on it. */
        public boolean isOver() {
            return status == MilestoneTaskStatus.DONE || status == MilestoneTaskStatus.CANCELLED;
        }
    }

    /** Returns the milestone as the progress of the plan is computed from it. */
    public PlanMilestone toProgress() {
        return new PlanMilestone(
                sequence,
                dependsOn,
                status,
                estimatedHours,
                plannedStartOn,
                dueDate,
                startedOn,
                completedOn,
                count(MilestoneTaskStatus.TODO)
                        + count(MilestoneTaskStatus.IN_PROGRESS)
                        + count(MilestoneTaskStatus.DONE),
                count(MilestoneTaskStatus.DONE),
                count(MilestoneTaskStatus.IN_PROGRESS),
                firstValue);
    }

    private int count(MilestoneTaskStatus wanted) {
        return (int) tasks.stream().filter(task -> task.status() == wanted).count();
    }
}
