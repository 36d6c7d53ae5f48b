package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.plan.OnboardingPlans;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * A success criterion of a plan and whether it is met by now.
 *
 * @param criterion as the plan states it
 * @param value what is measured against {@code target}
 */
public record SuccessCriterion(
        String criterion,
        Kind kind,
        @Nullable BigDecimal value,
        @Nullable BigDecimal target,
        Status status) {
    private static final int DECIMALS = 4;

    /** Whether stored rows determine if it is met. */
    public enum Kind {
        MEASURED,
        MANUAL
    }

    /** The state of a criterion. */
    public enum Status {
        MET,
        NOT_MET,
        /** It is not measured. */
        MANUAL,
        /** It is measured, but there are no rows yet. */
        NO_DATA
    }

    /** Evaluates all criteria of a plan, in its order. */
    static List<SuccessCriterion> of(
            TrackedPlan plan, TeamFacts team, FirstValue firstValue, LocalDate asOf) {
        return plan.successCriteria().stream()
                .map(criterion -> of(criterion, plan, team, firstValue, asOf))
                .toList();
    }

    private static SuccessCriterion of(
            String criterion,
            TrackedPlan plan,
            TeamFacts team,
            FirstValue firstValue,
            LocalDate asOf) {
        if (!OnboardingPlans.MEASURED_CRITERIA.contains(criterion)) {
            return new SuccessCriterion(criterion, Kind.MANUAL, null, null, Status.MANUAL);
        }
        TeamFacts.Usage usage = team.usage();
        return switch (criterion.replaceAll(">=.*", "")) {
            case "trained_rate" -> share(criterion, plan.trainedCount(), plan.teamSize());
            case "team_active_rate" ->
                    usage.hasUsage()
                            ? share(criterion, plan.activeUserCount(), plan.teamSize())
                            : unknown(criterion);
            case "core_feature_adoption_rate" ->
                    share(criterion, usage.coreAdoptedCount(), usage.coreAvailableCount());
            case "csat_mean" -> csat(criterion, team.csat());
            case "first_value_by_due_date" -> firstValue(criterion, plan, firstValue, asOf);
            default -> milestones(criterion, plan.milestones());
        };
    }

    private static SuccessCriterion share(String criterion, int count, int total) {
        return total == 0
                ? unknown(criterion)
                : measured(
                        criterion,
                        BigDecimal.valueOf(count)
                                .divide(BigDecimal.valueOf(total), 10, RoundingMode.HALF_UP));
    }

    private static SuccessCriterion csat(String criterion, TeamFacts.Csat csat) {
        return csat.mean() == null || csat.answerCount() < Sample.ENOUGH
                ? unknown(criterion)
                : measured(criterion, BigDecimal.valueOf(csat.mean()));
    }

    private static SuccessCriterion firstValue(
            String criterion, TrackedPlan plan, FirstValue firstValue, LocalDate asOf) {
        LocalDate due = plan.firstValue().map(Milestone::dueDate).orElse(null);
        LocalDate reached = firstValue.firstValueOn();
        if (due == null || (reached == null && !asOf.isAfter(due))) {
            return unknown(criterion);
        }
        return new SuccessCriterion(
                criterion,
                Kind.MEASURED,
                null,
                null,
                reached != null && !reached.isAfter(due) ? Status.MET : Status.NOT_MET);
    }

    private static SuccessCriterion milestones(String criterion, List<Milestone> milestones) {
        return new SuccessCriterion(
                criterion,
                Kind.MEASURED,
                null,
                null,
                milestones.stream().allMatch(m -> m.status().isOver())
                        ? Status.MET
                        : Status.NOT_MET);
    }

    private static SuccessCriterion measured(String criterion, BigDecimal value) {
        BigDecimal target = new BigDecimal(criterion.substring(criterion.indexOf(">=") + 2));
        return new SuccessCriterion(
                criterion,
                Kind.MEASURED,
                value.setScale(DECIMALS, RoundingMode.HALF_UP),
                target,
                value.compareTo(target) >= 0 ? Status.MET : Status.NOT_MET);
    }

    private static SuccessCriterion unknown(String criterion) {
        return new SuccessCriterion(criterion, Kind.MEASURED, null, null, Status.NO_DATA);
    }
}
