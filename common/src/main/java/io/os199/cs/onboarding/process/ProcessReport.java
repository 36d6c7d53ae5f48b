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
 * @param metrics absent, like {@code successFactors}, where too few plans were completed; {@code previous} covers the
 *     preceding period of the same length
 * @param successFactors associations, not causes
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
        @Nullable List<PlanSuccessFactor> successFactors,
        @Nullable LiveRisk liveRisk,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps) {
    /** A period in days; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /** Plans that ended in the period, and those under way. */
    public record Counts(int completed, int cancelled, @Nullable Integer live) {}

    /**
     * The metrics of the plans that ended.
     *
     * @param completionRate completed plans over completed and cancelled ones
     * @param onTimeRate completed by the target date, which resuming a held plan moves; {@code baselineOnTimeRate} by
     *     the original one
     * @param medianOverrunDays completion less target, negative when early
     * @param csatMean from answers by these clients within 30 days of completion, like {@code nps}
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
        /** Returns all metrics by name. */
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

    /** The change of a metric from the period before. */
    public record Change(String metric, BigDecimal delta) {}

    /** The target of a metric, and the gap to it, negative when below. */
    public record Target(String metric, BigDecimal target, @Nullable BigDecimal gap) {}

    /**
     * Time to value of the clients whose clock started in the period, by Kaplan and Meier.
     *
     * @param p25Days days by which a quarter had reached it, {@code p90Days} nine in ten; absent where not seen yet
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

    /** Time to value of one group of these clients. */
    public record Group(
            String key, int clientCount, int reachedCount, @Nullable Integer medianDays) {}

    /**
     * A milestone at which plans lost days.
     *
     * @param lateRate share of plans that it delayed by itself
     * @param medianOwnDelayDays delay beyond what the milestones before it passed on
     * @param medianBlockedDays over the plans in which it was blocked
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

    /** The plans under way, counted by how they stand. */
    public record LiveRisk(int onTrack, int atRisk, int delayed, int onHold) {}

    /** What the report rests on. */
    public record Evidence(
            List<String> rules,
            int planCount,
            int startedClientCount,
            int minCompletedOnboardings,
            int targetTimeToValueDays) {}
}
