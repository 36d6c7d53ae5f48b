package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A milestone to add to a plan; its number is its place in the list, from 1.
 *
 * @param milestoneKey for one from the template: milestones with the same key are compared between plans
 * @param dependsOn smaller numbers
 */
public record NewMilestone(
        @Nullable String milestoneKey,
        String name,
        BigDecimal estimatedHours,
        List<Integer> dependsOn,
        List<String> tasks,
        boolean firstValue) {}
