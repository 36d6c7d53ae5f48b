package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * The facts from which the standing of a plan is judged.
 *
 * @param heldOn for a plan on hold
 * @param teamSize users to onboard, at least 1
 * @param lastProgressOn when a milestone or task was last finished
 * @param trainedCount people who passed a module since the start
 * @param activeUserCount users active since the start
 * @param lastInboundOn when the client last wrote or called
 */
public record PlanFacts(
        PlanStatus status,
        LocalDate startDate,
        LocalDate targetDate,
        @Nullable LocalDate heldOn,
        int teamSize,
        List<PlanMilestone> milestones,
        @Nullable LocalDate lastProgressOn,
        int trainedCount,
        int activeUserCount,
        @Nullable LocalDate lastInboundOn,
        @Nullable LocalDate lastUsageOn) {}
