package io.os199.cs.onboarding.plan;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.model.TaskStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What is to change of a plan; what is absent stays. */
public sealed interface PlanChange {
    /**
     * The plan itself goes on, rests or ends.
     */
    record OfStatus(PlanStatus status) implements PlanChange {}

    /**
     * A milestone moves or changes.
     *
     * @param completedOn absent: today
     * @param firstValue true: this one and no other is the client's first value
     */
    record OfMilestone(
            int sequence,
            @Nullable MilestoneStatus status,
            @Nullable LocalDate completedOn,
            @Nullable LocalDate dueDate,
            @Nullable BigDecimal actualHours,
            @Nullable BigDecimal estimatedHours,
            @Nullable String owner,
            @Nullable String blockerText,
            @Nullable Boolean firstValue)
            implements PlanChange {}

    /**
     * A task moves or changes, or is added.
     *
     * @param taskNo one above the last adds one, which needs a title
     * @param completedOn absent: today
     */
    record OfTask(
            int sequence,
            int taskNo,
            @Nullable String title,
            @Nullable TaskStatus status,
            @Nullable LocalDate completedOn,
            @Nullable LocalDate dueDate,
            @Nullable String owner)
            implements PlanChange {}
}
