package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.NewMilestone;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A plan to be created.
 *
 * @param successCriteria the six measured ones when absent
 * @param productTier the client's when absent
 * @param teamSize the users of the contracts in force when absent
 * @param owner the person who looks after the client when absent
 * @param milestones the template's when absent
 */
public record NewPlan(
        String clientId,
        List<String> goals,
        @Nullable List<String> successCriteria,
        @Nullable Tier productTier,
        @Nullable Integer teamSize,
        Complexity complexity,
        int timelineWeeks,
        LocalDate startDate,
        @Nullable String owner,
        @Nullable List<NewMilestone> milestones,
        BigDecimal weeklyCapacityHours) {}
