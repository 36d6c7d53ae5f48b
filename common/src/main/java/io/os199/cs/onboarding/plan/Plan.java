package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.PlanStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An onboarding plan as stored.
 *
 * @param milestones in their order
 */
public record Plan(Head head, List<Milestone> milestones) {
    /**
     * The plan's own row.
     *
     * @param targetDate the day by which it is to be finished; resuming a held plan moves it
     * @param baselineTargetDate the target with which it was created, which never moves
     * @param successCriteria measured ones by their key, any other text as it is
     * @param templateVersion absent where its maker listed the milestones
     * @param version of the plan with all its milestones and tasks
     */
    public record Head(
            String clientId,
            String planId,
            String name,
            PlanStatus status,
            Tier productTier,
            Complexity complexity,
            int teamSize,
            LocalDate startDate,
            LocalDate targetDate,
            LocalDate baselineTargetDate,
            int timelineWeeks,
            BigDecimal weeklyCapacityHours,
            @Nullable String owner,
            List<String> goals,
            List<String> successCriteria,
            @Nullable LocalDate completedOn,
            @Nullable LocalDate cancelledOn,
            @Nullable LocalDate heldOn,
            @Nullable String templateVersion,
            int version) {}

    /** Finds the milestone with that number. */
    Optional<Milestone> milestone(int sequence) {
        return milestones.stream().filter(m -> m.sequence() == sequence).findFirst();
    }

    /** Whether nothing is left to do, so that it can be completed. */
    public boolean isReadyToComplete() {
        return milestones.stream().allMatch(m -> m.status().isOver());
    }
}
