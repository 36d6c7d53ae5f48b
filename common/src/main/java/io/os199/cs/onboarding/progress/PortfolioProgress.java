package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.model.PlanStanding.ProgressStatus;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.ProgressOrder.Position;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * All onboarding that is under way.
 *
 * @param items the most at risk first
 * @param totalCount across all pages
 */
public record PortfolioProgress(
        LocalDate asOf,
        Instant computedAt,
        Summary summary,
        List<Item> items,
        long totalCount,
        @Nullable String nextCursor,
        List<DataGap> dataGaps) {

    /**
     * Totals over all plans of that manager and tier, whatever their risk.
     *
     * @param blocked plans with a blocked milestone
     * @param totalArrAmountAtRisk ARR of the clients whose plan is at risk or delayed
     */
    public record Summary(
            int liveCount,
            int onTrack,
            int atRisk,
            int delayed,
            int onHold,
            int blocked,
            BigDecimal totalArrAmountAtRisk) {
        static Summary of(List<Standing> all) {
            return new Summary(
                    all.size(),
                    count(all, ProgressStatus.ON_TRACK),
                    count(all, ProgressStatus.AT_RISK),
                    count(all, ProgressStatus.DELAYED),
                    count(all, ProgressStatus.ON_HOLD),
                    (int) all.stream().filter(each -> each.blockedCount() > 0).count(),
                    Rounded.amount(
                            all.stream()
                                    .filter(
                                            each ->
                                                    each.standing().status()
                                                                    == ProgressStatus.AT_RISK
                                                            || each.standing().status()
                                                                    == ProgressStatus.DELAYED)
                                    .map(each -> each.plan().arrAmount())
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)));
        }

        private static int count(List<Standing> all, ProgressStatus status) {
            return (int) all.stream().filter(each -> each.standing().status() == status).count();
        }
    }

    /** A client's plan. */
    public record Item(
            String clientId,
            String clientName,
            String planId,
            @Nullable String csm,
            ProgressStatus progressStatus,
            int riskScore,
            RiskLevel riskLevel,
            List<String> riskRuleIds,
            BigDecimal completionRate,
            @Nullable Integer marginDays,
            LocalDate targetDate,
            @Nullable LocalDate projectedCompletionDate,
            @Nullable Next nextMilestone,
            int daysSinceProgress,
            int blockedCount) {}

    /** The first milestone by due date that is not over. */
    public record Next(int sequence, String name, LocalDate dueDate) {}

    /** A plan together with its standing. */
    record Standing(TrackedPlan plan, PlanStanding standing) {
        static Standing of(TrackedPlan plan, LocalDate asOf) {
            return new Standing(plan, plan.standing(asOf));
        }

        int blockedCount() {
            return (int)
                    plan.milestones().stream()
                            .filter(m -> m.status() == MilestoneStatus.BLOCKED)
                            .count();
        }

        Position position() {
            return new Position(standing.riskScore(), margin(), plan.clientId());
        }

        Item item(LocalDate asOf) {
            PlanProgress.Projection ahead =
                    plan.status() == PlanStatus.ACTIVE ? standing.progress().projection() : null;
            LocalDate held = plan.heldOn();
            LocalDate day =
                    plan.status() == PlanStatus.ON_HOLD && held != null && held.isBefore(asOf)
                            ? held
                            : asOf;
            return new Item(
                    plan.clientId(),
                    plan.clientName(),
                    plan.planId(),
                    plan.csm(),
                    standing.status(),
                    standing.riskScore(),
                    standing.riskLevel(),
                    standing.risks().stream().map(PlanStanding.Risk::ruleId).toList(),
                    Rounded.rate(standing.progress().completionRate()),
                    margin(),
                    plan.targetDate(),
                    ahead == null ? null : ahead.completionOn(),
                    plan.next().map(Standing::next).orElse(null),
                    PlanStanding.daysSinceProgress(standing.facts(), day),
                    blockedCount());
        }

        private @Nullable Integer margin() {
            return plan.status() == PlanStatus.ACTIVE
                    ? standing.progress().marginDays(plan.targetDate())
                    : null;
        }

        private static Next next(Milestone milestone) {
            return new Next(milestone.sequence(), milestone.name(), milestone.dueDate());
        }
    }
}
