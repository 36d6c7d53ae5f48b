package io.os199.cs.onboarding.progress;

import io.os199.cs.onboarding.model.PlanStanding.ProgressStatus;
import io.os199.cs.onboarding.model.PlanStanding.Risk;
import io.os199.cs.onboarding.model.PlanStanding.RiskLevel;
import io.os199.cs.onboarding.model.PlanStatus;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * How one client's onboarding is progressing.
 *
 * @param completionRate earned hours over all, 0 to 1
 * @param scheduleIndex earned over planned hours; absent while nothing was to be done
 * @param currentWeek of the plan, from 1
 * @param daysRemaining until the target, negative after it
 * @param projectedCompletionDate absent, like {@code marginDays} (negative when late), for a plan that is on hold or
 *     over
 * @param assumesUnblocked whether a blocker is assumed to clear now
 * @param criticalPath sequences of the milestones that determine the end
 * @param peerOnTimeRate of other plans of the tier completed in 365 days: a base rate, not a forecast for this client
 */
public record ClientProgress(
        String clientId,
        String clientName,
        PlanHead plan,
        ProgressStatus progressStatus,
        BigDecimal completionRate,
        @Nullable BigDecimal scheduleIndex,
        int currentWeek,
        int timelineWeeks,
        int daysElapsed,
        int daysRemaining,
        LocalDate targetDate,
        LocalDate baselineTargetDate,
        @Nullable LocalDate projectedCompletionDate,
        @Nullable Integer marginDays,
        boolean assumesUnblocked,
        List<MilestoneProgress> milestones,
        MilestoneProgress.Summary milestonesSummary,
        List<Integer> criticalPath,
        @Nullable Training training,
        @Nullable Engagement engagement,
        @Nullable Team team,
        List<SuccessCriterion> successCriteria,
        CriteriaSummary successCriteriaSummary,
        @Nullable List<Risk> risks,
        @Nullable Integer riskScore,
        @Nullable RiskLevel riskLevel,
        FirstValueView firstValue,
        Sample peerOnTimeRate,
        List<TeamFacts.Alert> alertsOpen) {
    /** The plan that the progress is about. */
    public record PlanHead(
            String planId,
            String name,
            int version,
            PlanStatus status,
            @Nullable String owner,
            int teamSize,
            LocalDate startDate,
            @Nullable LocalDate heldOn,
            @Nullable LocalDate completedOn) {}

    /**
     * Training since the plan's start.
     *
     * @param trainedCount people who passed a module
     * @param trainedRate share of the team
     * @param meanBestScoreRate over each person's best attempt at each module
     */
    public record Training(
            int invitedCount,
            int startedCount,
            int trainedCount,
            BigDecimal trainedRate,
            int certifiedCount,
            @Nullable BigDecimal meanBestScoreRate,
            int sessionsDelivered,
            int sessionsScheduled) {}

    /**
     * Usage and tickets since the plan's start.
     *
     * @param teamActiveRate active users over the team, which may exceed 1
     */
    public record Engagement(
            int activeUserCount,
            BigDecimal teamActiveRate,
            int activeUserCount7d,
            int coreAdoptedCount,
            int coreAvailableCount,
            @Nullable BigDecimal coreFeatureAdoptionRate,
            BigDecimal minuteCount,
            int ticketsOpenedCount,
            int ticketsResolvedCount) {}

    /**
     * Contact since the plan's start; the days of the last contact may precede it.
     *
     * @param medianReplyHours from the client's message to our answer, over the {@code replyCount} answered
     */
    public record Team(
            List<TeamFacts.OfKind> touchpointsByKind,
            @Nullable LocalDate lastInboundOn,
            @Nullable LocalDate lastOutboundOn,
            @Nullable Integer touchpointAgeDays,
            @Nullable BigDecimal medianReplyHours,
            int replyCount,
            int reviewsScheduled) {}

    /** The number of measured criteria, and of those met by now. */
    public record CriteriaSummary(int met, int measured) {}

    /**
     * The client's first value.
     *
     * @param projectedOn from a plan's open milestone
     * @param targetDays from the start of the client's clock to the milestone's due date
     */
    public record FirstValueView(
            FirstValueStatus status,
            @Nullable LocalDate firstValueOn,
            @Nullable LocalDate projectedOn,
            @Nullable Integer targetDays) {}

    /** Whether first value is reached. */
    public enum FirstValueStatus {
        ACHIEVED,
        OPEN,
        NOT_MEASURABLE
    }
}
