package io.os199.cs.onboarding.value;

import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.onboarding.value.ClientValue.Lever;
import io.os199.cs.onboarding.value.ClientValue.LeverSaving;
import io.os199.cs.onboarding.value.ClientValue.Status;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Recommendations for a client's way to first value: the rules TTV-1 to TTV-6. */
final class ValueAdvice {
    private static final String PLAN = "create_onboarding_plan";
    private static final int HANDOVER_FROM = 3;
    private static final int BLOCKED_FROM = 2;
    private static final BigDecimal SLOW = new BigDecimal("1.5");

    private ValueAdvice() {}

    /**
     * Returns all recommendations that apply, in the order of the rules; of a client that has left only those about
     * what is over.
     *
     * @param plan the plan that decides or, where use does, the one under way
     */
    static List<Recommendation> on(
            ClientValue value,
            @Nullable TrackedPlan plan,
            PlanProgress.@Nullable Projection ahead,
            boolean hasLeft) {
        List<Recommendation> found = new ArrayList<>();
        for (LeverSaving saving : value.levers()) {
            if (saving.lever() == Lever.HANDOVER && saving.savingDays() >= HANDOVER_FROM) {
                found.add(
                        new Recommendation(
                                "TTV-1",
                                saving.because(),
                                "Start plans within 3 days of signature: %d days"
                                        .formatted(saving.savingDays()),
                                Priority.HIGH,
                                PLAN));
            }
            if (saving.lever() == Lever.BLOCKED && saving.savingDays() >= BLOCKED_FROM) {
                found.add(
                        new Recommendation(
                                "TTV-2",
                                "%d days blocked".formatted(saving.savingDays()),
                                "Clear these inputs before the work begins: " + saving.because(),
                                Priority.HIGH,
                                PLAN));
            }
        }
        value.steps().forEach(step -> slow(step, found));
        boolean isLate =
                value.status() == Status.OPEN_LATE || value.status() == Status.OPEN_OVERDUE;
        if (isLate && !hasLeft) {
            found.add(
                    new Recommendation(
                            "TTV-4",
                            "%s, target %d days"
                                    .formatted(
                                            value.projectedTimeToValueDays() == null
                                                    ? value.ageDays() + " days open"
                                                    : value.projectedTimeToValueDays()
                                                            + " days projected",
                                            value.targetDays()),
                            next(plan, ahead),
                            Priority.HIGH,
                            PLAN));
        }
        if (value.usageSignalOn() != null && !hasLeft) {
            found.add(
                    new Recommendation(
                            "TTV-5",
                            "a core feature was adopted on %s, the milestone is open"
                                    .formatted(value.usageSignalOn()),
                            "Confirm first value with the client and complete the milestone",
                            Priority.MEDIUM,
                            PLAN));
        }
        if (value.status() == Status.NOT_MEASURABLE) {
            found.add(
                    new Recommendation(
                            "TTV-6",
                            "neither a first-value milestone nor a core feature is known",
                            "Give the plan a first-value milestone, or mark the core features",
                            Priority.MEDIUM,
                            PLAN));
        }
        return found;
    }

    private static String next(
            @Nullable TrackedPlan plan, PlanProgress.@Nullable Projection ahead) {
        if (plan == null) {
            return "Make a plan with a first-value milestone";
        }
        boolean isHeld = plan.status() == PlanStatus.ON_HOLD;
        Milestone first = ValueReader.firstOpen(plan, ahead);
        if (plan.firstValue().isEmpty() || first == null) {
            return isHeld
                    ? "Resume the plan, then mark a first-value milestone with update_milestone"
                    : "Mark a first-value milestone with update_milestone";
        }
        return (isHeld ? "Resume the plan, then work" : "Work")
                + " the critical path, first milestone "
                + first.sequence();
    }

    private static void slow(ClientValue.Step step, List<Recommendation> found) {
        BigDecimal median = step.peerMedianDays();
        if (median == null
                || BigDecimal.valueOf(step.spanDays()).compareTo(median.multiply(SLOW)) <= 0) {
            return;
        }
        found.add(
                new Recommendation(
                        "TTV-3",
                        "milestone %s took %d days, the median of %d other plans is %s"
                                .formatted(
                                        step.sequence(),
                                        step.spanDays(),
                                        step.peerCount(),
                                        median.toPlainString()),
                        "Shorten it: %s days over the median"
                                .formatted(
                                        BigDecimal.valueOf(step.spanDays())
                                                .subtract(median)
                                                .toPlainString()),
                        Priority.MEDIUM,
                        PLAN));
    }
}
