package io.os199.cs.onboarding.plan;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A change to a plan; whatever is absent stays. */
public sealed interface PlanChange {
    /** The plan itself proceeds, pauses or ends. */
    record OfStatus(PlanStatus status) implements PlanChange {}

    /**
     * A milestone moves or changes.
     *
     * @param completedOn today when absent
     * @param firstValue when true, this milestone and no other is the client's first value
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
     * @param taskNo one above the last adds a task, which needs a title
     * @param completedOn today when absent
     */
    record OfTask(
            int sequence,
            int taskNo,
            @Nullable String title,
            @Nullable MilestoneTaskStatus status,
            @Nullable LocalDate completedOn,
            @Nullable LocalDate dueDate,
            @Nullable String owner)
            implements PlanChange {}
}
