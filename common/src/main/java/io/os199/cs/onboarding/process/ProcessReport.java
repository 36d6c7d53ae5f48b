package io.os199.cs.onboarding.process;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How onboarding went across clients in a period.
 *
 * @param metrics absent where too few plans were completed, like {@code successFactors}; {@code previous} of as long a period before
 * @param successFactors associations, no causes
 */
public record ProcessReport(
        LocalDate asOf,
        Instant computedAt,
        Period period,
        Counts counts,
        @Nullable Metrics metrics,
        @Nullable Metrics previous,
        List<Change> change,
        List<Target> targets,
        TimeToValue timeToValue,
        List<Bottleneck> bottlenecks,
        @Nullable List<SuccessFactor> successFactors,
        @Nullable LiveRisk liveRisk,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps) {
    /** Days; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /** Plans that ended in the period, and those under way. */
    public record Counts(int completed, int cancelled, @Nullable Integer live) {}

    /**
     * What the plans that ended came to.
     *
     * @param completionRate completed over completed and cancelled
     * @param onTimeRate completed by the target date, which resuming a held plan moves; {@code baselineOnTimeRate} by the first one
     * @param medianOverrunDays completion less target, negative when early
     * @param csatMean of answers by these clients within 30 days of completion, like {@code nps}
     */
    public record Metrics(
            Sample completionRate,
            Sample onTimeRate,
            Sample baselineOnTimeRate,
            Sample medianDurationDays,
            Sample medianOverrunDays,
            Sample trainingPassRate,
            Sample trainingAttendanceRate,
            Sample csatMean,
            Sample nps) {
        /** All of them by their names. */
        Map<String, Sample> byName() {
            Map<String, Sample> all = new LinkedHashMap<>();
            all.put("completion_rate", completionRate);
            all.put("on_time_rate", onTimeRate);
            all.put("baseline_on_time_rate", baselineOnTimeRate);
            all.put("median_duration_days", medianDurationDays);
            all.put("median_overrun_days", medianOverrunDays);
            all.put("training_pass_rate", trainingPassRate);
            all.put("training_attendance_rate", trainingAttendanceRate);
            all.put("csat_mean", csatMean);
            all.put("nps", nps);
            return all;
        }
    }

    /** A metric less that of the period before. */
    public record Change(String metric, BigDecimal delta) {}

    /** What a metric should be, and how far it is from it, negative when below. */
    public record Target(String metric, BigDecimal target, @Nullable BigDecimal gap) {}

    /**
     * Time to value of the clients whose clock started in the period, by Kaplan and Meier.
     *
     * @param p25Days by when a quarter had reached it, {@code p90Days} nine in ten; absent where not seen yet
     * @param medianWaitDays from the clock's start to the plan's
     */
    public record TimeToValue(
            @Nullable Integer medianDays,
            int reachedCount,
            int openCount,
            @Nullable Integer p25Days,
            @Nullable Integer p90Days,
            Sample reachedWithinTargetRate,
            Sample medianWaitDays,
            List<Group> byTier,
            List<Group> byComplexity,
            List<Group> byMethod) {}

    /** Time to value of some of them. */
    public record Group(
            String key, int clientCount, int reachedCount, @Nullable Integer medianDays) {}

    /**
     * A milestone that plans lost days at.
     *
     * @param lateRate of plans that it delayed by itself
     * @param medianOwnDelayDays beyond what the milestones before it handed on
     * @param medianBlockedDays of the plans in which it was blocked
     */
    public record Bottleneck(
            String milestone,
            int planCount,
            int lateCount,
            @Nullable BigDecimal lateRate,
            BigDecimal medianOwnDelayDays,
            int totalOwnDelayDays,
            int blockedCount,
            @Nullable BigDecimal medianBlockedDays) {}

    /** How the plans under way stand. */
    public record LiveRisk(int onTrack, int atRisk, int delayed, int onHold) {}

    /** What it rests on. */
    public record Evidence(
            List<String> rules,
            int planCount,
            int startedClientCount,
            int minCompletedOnboardings,
            int targetTimeToValueDays) {}
}
