package io.os199.cs.onboarding.progress;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanFacts;
import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan as it stood at the end of a day: anything completed later is not yet completed. Milestones and tasks that
 * are blocked or in progress carry no date for that and appear as they are today.
 *
 * @param csm of the client
 * @param arrAmount of the client
 * @param trainedCount people who have passed a module since the start
 * @param activeUserCount users active since the start
 * @param lastInboundOn when the client last wrote or called
 */
public record TrackedPlan(
        String clientId,
        String clientName,
        @Nullable String csm,
        BigDecimal arrAmount,
        String planId,
        String name,
        int version,
        PlanStatus status,
        @Nullable String owner,
        Tier productTier,
        int teamSize,
        LocalDate startDate,
        LocalDate targetDate,
        LocalDate baselineTargetDate,
        int timelineWeeks,
        @Nullable LocalDate completedOn,
        @Nullable LocalDate heldOn,
        List<String> successCriteria,
        List<Milestone> milestones,
        int trainedCount,
        int activeUserCount,
        @Nullable LocalDate lastInboundOn,
        @Nullable LocalDate lastUsageOn) {

    /** Finds the plan with that id, or else the live one, or else the newest. */
    public static Optional<TrackedPlan> of(
            Transaction tx, String clientId, @Nullable String planId, LocalDate asOf) {
        return tx.dao(ProgressDao.class)
                .one(clientId, planId, asOf)
                .map(row -> Json.read(row, TrackedPlan.class).at(asOf));
    }

    /** Returns all plans that were under way, in the order of their clients. */
    public static Stream<TrackedPlan> live(
            Transaction tx,
            @Nullable Tier tier,
            @Nullable Complexity complexity,
            LocalDate asOf,
            boolean isPast) {
        return tx.dao(ProgressDao.class).live(asOf, isPast, tier, complexity).stream()
                .map(row -> Json.read(row, TrackedPlan.class).at(asOf));
    }

    /** Returns its standing on that day or, for a plan on hold, on the day it was held. */
    public PlanStanding standing(LocalDate asOf) {
        return PlanStanding.of(
                new PlanFacts(
                        status,
                        startDate,
                        targetDate,
                        heldOn,
                        Math.max(1, teamSize),
                        milestones.stream().map(Milestone::toProgress).toList(),
                        lastProgressOn(),
                        trainedCount,
                        activeUserCount,
                        lastInboundOn,
                        lastUsageOn),
                asOf);
    }

    /** Returns the day on which a milestone or task was last finished. */
    public @Nullable LocalDate lastProgressOn() {
        return milestones.stream()
                .flatMap(
                        m ->
                                Stream.concat(
                                        Stream.ofNullable(m.completedOn()),
                                        m.tasks().stream()
                                                .map(Milestone.Task::completedOn)
                                                .filter(Objects::nonNull)))
                .max(LocalDate::compareTo)
                .orElse(null);
    }

    /** Returns the earliest unfinished milestone by due date. */
    public Optional<Milestone> next() {
        return milestones.stream()
                .filter(m -> !m.status().isOver())
                .min(
                        Comparator.comparing(Milestone::dueDate)
                                .thenComparingInt(Milestone::sequence));
    }

    /** Returns the milestone that marks the client's first value. */
    public Optional<Milestone> firstValue() {
        return milestones.stream()
                .filter(m -> m.firstValue() && m.status() != MilestoneStatus.SKIPPED)
                .findFirst();
    }

    private TrackedPlan at(LocalDate asOf) {
        if (milestones.stream().allMatch(m -> m.equals(at(m, asOf)))) {
            return this;
        }
        return new TrackedPlan(
                clientId,
                clientName,
                csm,
                arrAmount,
                planId,
                name,
                version,
                status,
                owner,
                productTier,
                teamSize,
                startDate,
                targetDate,
                baselineTargetDate,
                timelineWeeks,
                completedOn,
                heldOn,
                successCriteria,
                milestones.stream().map(m -> at(m, asOf)).toList(),
                trainedCount,
                activeUserCount,
                lastInboundOn,
                lastUsageOn);
    }

    private static Milestone at(Milestone m, LocalDate asOf) {
        boolean wasOpen = isLater(m.completedOn(), asOf);
        boolean hadBegun = m.startedOn() != null && !isLater(m.startedOn(), asOf);
        MilestoneStatus open = hadBegun ? MilestoneStatus.IN_PROGRESS : MilestoneStatus.NOT_STARTED;
        return new Milestone(
                m.sequence(),
                m.milestoneKey(),
                m.name(),
                wasOpen ? open : m.status(),
                m.week(),
                m.plannedStartOn(),
                m.dueDate(),
                hadBegun ? m.startedOn() : null,
                wasOpen ? null : m.completedOn(),
                m.estimatedHours(),
                m.actualHours(),
                m.owner(),
                m.dependsOn(),
                m.firstValue(),
                m.blockedAt(),
                m.blockedDays(),
                m.blockerText(),
                m.tasks().stream().map(task -> at(task, asOf)).toList());
    }

    private static Milestone.Task at(Milestone.Task task, LocalDate asOf) {
        return isLater(task.completedOn(), asOf)
                ? new Milestone.Task(
                        task.taskNo(),
                        task.title(),
                        MilestoneTaskStatus.TODO,
                        task.owner(),
                        task.dueDate(),
                        null)
                : task;
    }

    private static boolean isLater(@Nullable LocalDate on, LocalDate asOf) {
        return on != null && on.isAfter(asOf);
    }
}
