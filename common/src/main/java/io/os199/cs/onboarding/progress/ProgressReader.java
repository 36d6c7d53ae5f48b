package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.model.FirstValue;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.model.PlanStanding;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.progress.ClientProgress.CriteriaSummary;
import io.os199.cs.onboarding.progress.ClientProgress.FirstValueStatus;
import io.os199.cs.onboarding.progress.ClientProgress.FirstValueView;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one client's onboarding for an answer.
 *
 * @param includeTeam whether training, usage and contact are shown
 * @param includeRisks whether risks and advice are shown
 * @param isPast whether {@code asOf} is before today
 */
public record ProgressReader(
        Transaction tx, LocalDate asOf, boolean isPast, boolean includeTeam, boolean includeRisks) {
    private static final int WEEK = 7;
    private static final int RATE_DECIMALS = 4;

    /** The content of the answer, and what it rests on. */
    public record Read(
            ClientProgress progress,
            List<Recommendation> recommendations,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * What the progress is computed from.
     *
     * @param pace the factor by which the remaining work is assumed to take longer than planned
     * @param paceBasis {@code earned}, or {@code too_early} to tell
     */
    public record Evidence(
            List<String> rules,
            BigDecimal pace,
            String paceBasis,
            @Nullable LocalDate lastProgressOn,
            LocalDate clockStartOn,
            FirstValue.ClockBasis clockBasis,
            FirstValue.Method firstValueMethod) {}

    /** Reads the progress of a plan. */
    public Read of(TrackedPlan plan) {
        PlanStanding standing = plan.standing(asOf);
        FirstValue firstValue =
                tx.dao(FirstValueDao.class).find(List.of(plan.clientId()), asOf).getFirst();
        TeamFacts team = TeamFacts.of(tx, plan, asOf);
        List<SuccessCriterion> criteria = SuccessCriterion.of(plan, team, firstValue, asOf);
        PlanProgress progress = standing.progress();
        return new Read(
                progress(plan, standing, firstValue, team, criteria),
                includeRisks ? ProgressAdvice.on(plan, standing) : List.of(),
                new Evidence(
                        List.of("plan-schedule-1", "plan-risk-1", "first-value-1"),
                        Rounded.rate(progress.pace()),
                        progress.paceEarned() ? "earned" : "too_early",
                        plan.lastProgressOn(),
                        firstValue.clockStartOn(),
                        firstValue.clockBasis(),
                        firstValue.method()),
                gaps(plan, team, criteria, firstValue));
    }

    private ClientProgress progress(
            TrackedPlan plan,
            PlanStanding standing,
            FirstValue firstValue,
            TeamFacts team,
            List<SuccessCriterion> criteria) {
        PlanProgress progress = standing.progress();
        boolean isActive = plan.status() == PlanStatus.ACTIVE;
        PlanProgress.Projection ahead = isActive ? progress.projection() : null;
        LocalDate day = day(plan);
        int elapsed = (int) ChronoUnit.DAYS.between(plan.startDate(), day);
        List<MilestoneProgress> milestones =
                plan.milestones().stream()
                        .map(
                                m ->
                                        MilestoneProgress.of(
                                                m, isActive ? progress : resting(progress), day))
                        .toList();
        return new ClientProgress(
                plan.clientId(),
                plan.clientName(),
                new ClientProgress.PlanHead(
                        plan.planId(),
                        plan.name(),
                        plan.version(),
                        plan.status(),
                        plan.owner(),
                        plan.teamSize(),
                        plan.startDate(),
                        plan.heldOn(),
                        plan.completedOn()),
                standing.status(),
                Rounded.rate(progress.completionRate()),
                Rounded.rateOf(progress.scheduleIndex()),
                Math.max(1, Math.ceilDiv(elapsed + 1, WEEK)),
                plan.timelineWeeks(),
                Math.max(0, elapsed),
                (int) ChronoUnit.DAYS.between(day, plan.targetDate()),
                plan.targetDate(),
                plan.baselineTargetDate(),
                ahead == null ? null : ahead.completionOn(),
                ahead == null ? null : progress.marginDays(plan.targetDate()),
                ahead != null && ahead.assumesUnblocked(),
                milestones,
                MilestoneProgress.Summary.of(milestones),
                ahead == null ? List.of() : ahead.criticalPath(),
                includeTeam ? training(plan, team.training()) : null,
                includeTeam ? engagement(plan, team) : null,
                includeTeam ? contact(plan, team.touchpoints()) : null,
                criteria,
                summary(criteria),
                includeRisks ? standing.risks() : null,
                includeRisks ? standing.riskScore() : null,
                includeRisks ? standing.riskLevel() : null,
                firstValue(plan, ahead, firstValue),
                Sample.rate(team.peers().onTimeCount(), team.peers().planCount()),
                team.alerts());
    }

    /**
     * Returns the day up to which ages are counted: for a plan on hold, the day it was held; for a completed one, its
     * end.
     */
    private LocalDate day(TrackedPlan plan) {
        LocalDate stopped =
                switch (plan.status()) {
                    case ON_HOLD -> plan.heldOn();
                    case COMPLETED -> plan.completedOn();
                    default -> null;
                };
        return stopped == null || stopped.isAfter(asOf) ? asOf : stopped;
    }

    /** Removes the projection, since nothing is projected for a plan that is not active. */
    private static PlanProgress resting(PlanProgress progress) {
        return new PlanProgress(
                progress.completionRate(),
                progress.scheduleIndex(),
                progress.pace(),
                progress.paceEarned(),
                null);
    }

    private static ClientProgress.Training training(TrackedPlan plan, TeamFacts.Training training) {
        return new ClientProgress.Training(
                training.invitedCount(),
                training.startedCount(),
                plan.trainedCount(),
                share(plan.trainedCount(), Math.max(1, plan.teamSize())),
                training.certifiedCount(),
                Rounded.rateOf(training.meanBestScoreRate()),
                training.sessionsDelivered(),
                training.sessionsScheduled());
    }

    private static ClientProgress.Engagement engagement(TrackedPlan plan, TeamFacts team) {
        TeamFacts.Usage usage = team.usage();
        return new ClientProgress.Engagement(
                plan.activeUserCount(),
                share(plan.activeUserCount(), Math.max(1, plan.teamSize())),
                usage.weekUserCount(),
                usage.coreAdoptedCount(),
                usage.coreAvailableCount(),
                usage.coreAvailableCount() == 0
                        ? null
                        : share(usage.coreAdoptedCount(), usage.coreAvailableCount()),
                Rounded.figure(usage.minuteCount()),
                team.tickets().openedCount(),
                team.tickets().resolvedCount());
    }

    private ClientProgress.Team contact(TrackedPlan plan, TeamFacts.Touchpoints contact) {
        return new ClientProgress.Team(
                contact.byKind(),
                plan.lastInboundOn(),
                contact.lastOutboundOn(),
                contact.lastOn() == null
                        ? null
                        : (int) ChronoUnit.DAYS.between(contact.lastOn(), asOf),
                Rounded.figureOf(contact.medianReplyHours()),
                contact.replyCount(),
                contact.reviewsScheduled());
    }

    private static CriteriaSummary summary(List<SuccessCriterion> criteria) {
        return new CriteriaSummary(
                (int)
                        criteria.stream()
                                .filter(each -> each.status() == SuccessCriterion.Status.MET)
                                .count(),
                (int)
                        criteria.stream()
                                .filter(each -> each.kind() == SuccessCriterion.Kind.MEASURED)
                                .count());
    }

    private static FirstValueView firstValue(
            TrackedPlan plan, PlanProgress.@Nullable Projection ahead, FirstValue firstValue) {
        Milestone milestone = plan.firstValue().orElse(null);
        LocalDate reached = firstValue.firstValueOn();
        FirstValueStatus status =
                reached != null
                        ? FirstValueStatus.ACHIEVED
                        : firstValue.method() == FirstValue.Method.NOT_MEASURABLE
                                ? FirstValueStatus.NOT_MEASURABLE
                                : FirstValueStatus.OPEN;
        return new FirstValueView(
                status,
                reached,
                milestone == null || ahead == null || milestone.status().isOver()
                        ? null
                        : ahead.finishOn().get(milestone.sequence()),
                milestone == null
                        ? null
                        : (int)
                                ChronoUnit.DAYS.between(
                                        firstValue.clockStartOn(), milestone.dueDate()));
    }

    private List<DataGap> gaps(
            TrackedPlan plan,
            TeamFacts team,
            List<SuccessCriterion> criteria,
            FirstValue firstValue) {
        List<DataGap> gaps = new ArrayList<>();
        if (plan.status() == PlanStatus.ON_HOLD) {
            gaps.add(
                    new DataGap(
                            "projected_completion_date",
                            "plan_on_hold",
                            "create_onboarding_plan with action set_status, plan_id %s, version %d, status active resumes it"
                                    .formatted(plan.planId(), plan.version())));
        }
        if (isPast && plan.milestones().stream().anyMatch(ProgressReader::isUndated)) {
            gaps.add(
                    new DataGap(
                            "milestones.status",
                            "as_of_past",
                            "What is blocked or in progress has no date and is today's; leave out"
                                    + " as_of"));
        }
        if (includeTeam && !team.usage().hasUsage()) {
            gaps.add(
                    new DataGap(
                            "engagement.active_user_count",
                            "no_usage",
                            "Send usage events for the client"));
        }
        if (firstValue.method() == FirstValue.Method.NOT_MEASURABLE) {
            gaps.add(
                    new DataGap(
                            "first_value.first_value_on",
                            "not_measurable",
                            "Mark a first-value milestone, or mark core features in the"
                                    + " catalogue"));
        }
        if (criteria.stream().anyMatch(each -> each.status() == SuccessCriterion.Status.NO_DATA)) {
            gaps.add(
                    new DataGap(
                            "success_criteria.value",
                            "no_data",
                            "Those with status no_data have no rows yet, or of csat fewer than 5"
                                    + " answers"));
        }
        if (team.peers().planCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "peer_on_time_rate.value",
                            "small_sample",
                            "Needs 5 plans of the tier completed in a year"));
        }
        return gaps;
    }

    private static boolean isUndated(Milestone milestone) {
        return milestone.status() == MilestoneStatus.BLOCKED
                || milestone.status() == MilestoneStatus.IN_PROGRESS;
    }

    private static BigDecimal share(int count, int total) {
        return BigDecimal.valueOf(count)
                .divide(BigDecimal.valueOf(total), RATE_DECIMALS, RoundingMode.HALF_UP);
    }
}
