package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.NewMilestone;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A plan that is to be made.
 *
 * @param successCriteria absent: the six that are measured
 * @param productTier absent: the client's
 * @param teamSize absent: the users of the contracts in force
 * @param owner absent: who looks after the client
 * @param milestones absent: the template's
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
