package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.MilestoneTaskStatus;
import io.os199.cs.onboarding.model.PlanHours;
import io.os199.cs.onboarding.model.PlanMilestone;
import io.os199.cs.onboarding.model.PlanStatus;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Advice about a plan that was just created or changed: the rules PLAN-1 to PLAN-10. */
public record PlanAdvice(String ruleId, String because, String action, Priority priority) {
    private static final int LARGE_TEAM = 50;
    private static final int KICKOFF_DAYS = 3;

    /** The number of days within which a client should see first value. */
    private static final int FIRST_VALUE_DAYS = 21;

    /** How soon something is to be done. */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    /** Returns all advice that is called for, in the order of the rules; nothing is to be done before today. */
    public static List<PlanAdvice> on(Plan plan, PlanSurroundings around, LocalDate today) {
        List<PlanAdvice> found = new ArrayList<>();
        Plan.Head head = plan.head();
        boolean isOpen =
                head.status() != PlanStatus.COMPLETED && head.status() != PlanStatus.CANCELLED;
        if (isOpen) {
            open(plan, around, today, found);
        }
        if (head.status() == PlanStatus.COMPLETED
                && around.lifecycleStage() == LifecycleStage.ONBOARDING) {
            found.add(
                    new PlanAdvice(
                            "PLAN-9",
                            "the plan is completed and the client's stage is onboarding",
                            "Move the stage with manage_lifecycle_stages",
                            Priority.MEDIUM));
        }
        if (isOpen && firstValue(plan).isEmpty()) {
            found.add(
                    new PlanAdvice(
                            "PLAN-10",
                            "the plan has no first-value milestone",
                            "Mark one with update_milestone; until then time to value rests on"
                                    + " usage",
                            Priority.MEDIUM));
        }
        return found;
    }

    private static void open(
            Plan plan, PlanSurroundings around, LocalDate today, List<PlanAdvice> found) {
        Plan.Head head = plan.head();
        if (!around.hasMeeting() && plan.milestone(1).filter(PlanAdvice::isHeld).isEmpty()) {
            LocalDate soon = head.startDate().plusDays(KICKOFF_DAYS);
            found.add(
                    new PlanAdvice(
                            "PLAN-1",
                            "no meeting since " + head.startDate().minusDays(7),
                            "Hold the kickoff by " + (soon.isBefore(today) ? today : soon),
                            Priority.HIGH));
        }
        List<PlanMilestone> milestones = progress(plan);
        PlanHours hours = PlanHours.of(milestones);
        BigDecimal capacity = head.weeklyCapacityHours();
        if (hours.total().compareTo(capacity.multiply(BigDecimal.valueOf(head.timelineWeeks())))
                > 0) {
            found.add(
                    new PlanAdvice(
                            "PLAN-2",
                            "%s hours a week, and %s can be spent"
                                    .formatted(
                                            hours.perWeek(head.timelineWeeks()).toPlainString(),
                                            capacity.stripTrailingZeros().toPlainString()),
                            "Plan %d weeks or add people".formatted(hours.minimumWeeks(capacity)),
                            Priority.HIGH));
        }
        if (head.teamSize() > LARGE_TEAM) {
            found.add(
                    new PlanAdvice(
                            "PLAN-3",
                            "team_size " + head.teamSize(),
                            "Roll out in %d groups".formatted(PlanTemplate.groups(head.teamSize())),
                            Priority.MEDIUM));
        }
        if (head.complexity() == Complexity.HIGH) {
            found.add(
                    new PlanAdvice(
                            "PLAN-4",
                            "complexity high",
                            "Name a technical owner for the deep dive",
                            Priority.MEDIUM));
        }
        if (head.productTier() == Tier.ENTERPRISE && !around.hasSponsor()) {
            found.add(
                    new PlanAdvice(
                            "PLAN-5",
                            "enterprise, and no executive sponsor is known",
                            "Find a sponsor and hold an alignment call",
                            Priority.HIGH));
        }
        if (!around.hasChampionOrAdmin()) {
            found.add(
                    new PlanAdvice(
                            "PLAN-6",
                            "neither a champion nor an admin is known",
                            "Name one with update_client_info",
                            Priority.HIGH));
        }
        firstValue(plan)
                .filter(m -> m.status() != MilestoneStatus.COMPLETED)
                .map(Milestone::dueDate)
                .ifPresent(due -> earlier(due, around.clockStartOn(), today, found));
        if (head.status() == PlanStatus.ACTIVE && !around.hasAutomations()) {
            found.add(
                    new PlanAdvice(
                            "PLAN-8",
                            "the plan is active and reminds nobody by itself",
                            "Switch its reminders on with activate_onboarding_automation",
                            Priority.LOW));
        }
    }

    /**
     * Advises bringing first value forward to the day on which it should be seen, or to today where that day is past.
     */
    private static void earlier(
            LocalDate due, LocalDate clockStartOn, LocalDate today, List<PlanAdvice> found) {
        long days = ChronoUnit.DAYS.between(clockStartOn, due);
        long over = Math.min(days - FIRST_VALUE_DAYS, ChronoUnit.DAYS.between(today, due));
        if (over > 0) {
            found.add(
                    new PlanAdvice(
                            "PLAN-7",
                            "first value is due %d days after the clock's start".formatted(days),
                            "Bring the first-value milestone forward by %d days".formatted(over),
                            Priority.MEDIUM));
        }
    }

    /** Whether the first milestone is completed or, for the template's kickoff, the call, its first task, is done. */
    private static boolean isHeld(Milestone first) {
        return first.status() == MilestoneStatus.COMPLETED
                || ("kickoff".equals(first.milestoneKey())
                        && first.tasks().stream()
                                .filter(task -> task.taskNo() == 1)
                                .anyMatch(task -> task.status() == MilestoneTaskStatus.DONE));
    }

    /** Finds the milestone at which the client sees first value, where one is marked and not skipped. */
    public static Optional<Milestone> firstValue(Plan plan) {
        return plan.milestones().stream()
                .filter(Milestone::firstValue)
                .filter(m -> m.status() != MilestoneStatus.SKIPPED)
                .findFirst();
    }

    private static List<PlanMilestone> progress(Plan plan) {
        return plan.milestones().stream().map(Milestone::toProgress).toList();
    }

    /** Returns the day on which first value is due; absent without such a milestone. */
    public static Optional<LocalDate> firstValueDueOn(Plan plan) {
        return firstValue(plan).map(Milestone::dueDate);
    }
}
