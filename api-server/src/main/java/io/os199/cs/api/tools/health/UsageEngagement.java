package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.usage.model.UserMix.CohortTally;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** How one client uses the product in a period. */
public record UsageEngagement(
        String clientId,
        String clientName,
        Period period,
        Engagement engagement,
        List<Change> vsPreviousPeriod,
        @Nullable Trend trend,
        List<Bucket> series,
        @Nullable Features features,
        List<RoleUse> byRole,
        @Nullable List<CohortTally> cohorts,
        @Nullable Integer lapsedUserCount,
        @Nullable List<AtRiskUser> atRiskUsers,
        Heatmap heatmap,
        @Nullable List<Benchmark> benchmark,
        List<Alert> alerts,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps,
        List<Truncation> truncated) {

    /** The direction of the events. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    public record Period(
            LocalDate periodStart, LocalDate periodEnd, int dayCount, int completeDayCount) {}

    public record Engagement(
            @Nullable Integer licensedUserCount,
            int knownUserCount,
            int activeUserCount,
            @Nullable BigDecimal activationRate,
            @Nullable Integer overLicensedUserCount,
            BigDecimal meanDailyActiveUsers,
            @Nullable BigDecimal stickinessRate,
            int weeklyActiveUserCount,
            @Nullable LocalDate lastActiveOn,
            long sessionCount,
            long eventCount,
            BigDecimal usageMinutes,
            @Nullable BigDecimal sessionsPerActiveUser,
            @Nullable BigDecimal eventsPerActiveUser,
            @Nullable BigDecimal meanSessionMinutes) {}

    /** The complete days of the period compared with as many before it. */
    public record Change(
            String metric,
            BigDecimal current,
            BigDecimal previous,
            @Nullable BigDecimal changePercent) {}

    /**
     * A part of the period.
     *
     * @param bucketStart a date, or an instant where buckets are hours
     * @param isPartial whether the period's bounds or the present cut it off
     */
    public record Bucket(
            String bucketStart,
            int activeUserCount,
            @Nullable Long sessionCount,
            long eventCount,
            @Nullable BigDecimal usageMinutes,
            boolean isPartial) {}

    public record Features(
            int availableCount,
            int usedCount,
            @Nullable BigDecimal breadthRate,
            List<TopFeature> top,
            List<UnusedFeature> unused) {}

    /** A feature by use; name and category are absent where the catalogue does not know it. */
    public record TopFeature(
            String featureKey,
            @Nullable String name,
            @Nullable String category,
            boolean isCore,
            long eventCount,
            long userDayCount,
            @Nullable BigDecimal changePercent) {}

    public record UnusedFeature(String featureKey, String name, String category, boolean isCore) {}

    public record RoleUse(String role, int knownUserCount, int activeUserCount, long eventCount) {}

    /** A user whose activity fell; active days count complete days only, as do the previous ones. */
    public record AtRiskUser(
            @Personal(Personal.Kind.EMAIL) String userKey,
            @Nullable @Personal(Personal.Kind.EMAIL) String contactEmail,
            int activeDays,
            int previousActiveDays,
            LocalDate lastActiveOn) {}

    /** Events by weekday, Monday first, and hour. */
    public record Heatmap(
            String timeZone,
            List<List<Long>> eventCounts,
            List<Integer> peakHours,
            List<DayOfWeek> peakWeekdays,
            @Nullable BigDecimal weekendShareRate) {}

    public record Benchmark(
            String metric,
            BigDecimal clientValue,
            BigDecimal peerMedian,
            BigDecimal percentile,
            String peerGroup,
            int peerCount,
            LocalDate asOf) {}

    public record Alert(String ruleId, String because) {}

    /** Besides the totals above, what the rates are made of and the rows that were read. */
    public record Evidence(
            Instant cutAt,
            LocalDate previousStart,
            LocalDate previousEnd,
            long userDayCount,
            long previousUserDayCount,
            @Nullable Integer usedAvailableFeatureCount,
            List<Source> sources,
            @Nullable LocalDate newestEventOn) {}

    public record Source(String table, long rowCount) {}
}
