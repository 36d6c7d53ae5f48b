package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The data of one milestone from which a plan's progress is computed, as of the end of the day in question.
 *
 * @param sequence its number; those that it depends on have smaller ones
 * @param estimatedHours not negative
 * @param taskCount without cancelled tasks
 */
public record PlanMilestone(
        int sequence,
        List<Integer> dependsOn,
        MilestoneStatus status,
        BigDecimal estimatedHours,
        LocalDate plannedStartOn,
        LocalDate dueDate,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate completedOn,
        int taskCount,
        int tasksDone,
        int tasksInProgress,
        boolean firstValue) {
    /** Returns the days planned for it, at least one. */
    public int plannedDays() {
        return (int) Math.max(1, ChronoUnit.DAYS.between(plannedStartOn, dueDate));
    }

    /** Returns the share of it that is done, 0 to 1, from its tasks if it has any. */
    public double earned() {
        if (status == MilestoneStatus.COMPLETED) {
            return 1;
        }
        if (taskCount > 0) {
            return (tasksDone + 0.5 * tasksInProgress) / taskCount;
        }
        return startedOn == null ? 0 : 0.5;
    }

    /** Returns the share of it that was to be done by then, 0 to 1. */
    double planned(LocalDate day) {
        double passed = ChronoUnit.DAYS.between(plannedStartOn, day);
        return Math.clamp(passed / plannedDays(), 0, 1);
    }
}
