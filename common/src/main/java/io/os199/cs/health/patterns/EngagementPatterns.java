package io.os199.cs.health.patterns;

import io.os199.cs.core.model.Severity;
import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.health.model.PatternBacktest;
import io.os199.cs.health.model.RiskPattern;
import io.os199.cs.health.model.Swing;
import io.os199.cs.health.model.UsageMetric;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.usage.model.UserMix.CohortTally;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The habits of one client, a segment or the portfolio.
 *
 * @param clientId present for an individual, like the name
 */
public record EngagementPatterns(
        PatternOrder.Scope scope,
        @Nullable String clientId,
        @Nullable String clientName,
        int clientCount,
        Period period,
        @Nullable Temporal temporal,
        @Nullable FeatureUsage featureUsage,
        @Nullable Communication communication,
        @Nullable Support support,
        List<CohortTally> userMix,
        List<Risk> riskPatterns,
        @Nullable List<Anomaly> anomalies,
        @Nullable Integer anomalyCount,
        @Nullable List<PortfolioEvent> portfolioEvents,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps,
        List<Truncation> truncated) {

    public record Period(
            LocalDate periodStart, LocalDate periodEnd, int dayCount, int completeDayCount) {}

    /** Use by weekday and hour. Days are those of UTC, hours those of the zone. */
    public record Temporal(
            List<WeekdayUse> byWeekday,
            List<HourUse> byHour,
            List<Integer> peakHours,
            @Nullable BigDecimal weekendShareRate,
            @Nullable DayOfWeek peakWeekday,
            @Nullable BigDecimal activeWeekRate) {}

    public record WeekdayUse(
            DayOfWeek weekday,
            @Nullable BigDecimal medianEventCount,
            @Nullable BigDecimal shareRate) {}

    public record HourUse(int hour, @Nullable BigDecimal shareRate) {}

    public record FeatureUsage(
            int userCount,
            List<FeaturePair> pairs,
            List<FeaturePath> paths,
            List<Abandoned> abandoned) {}

    public record FeaturePair(
            String featureA,
            String featureB,
            int togetherCount,
            BigDecimal confidenceRate,
            BigDecimal lift) {}

    public record FeaturePath(List<String> features, int userCount) {}

    public record Abandoned(String featureKey, int userCount) {}

    public record Communication(
            List<KindUse> byKind,
            @Nullable BigDecimal inboundShareRate,
            @Nullable BigDecimal medianGapDays,
            @Nullable Slot bestSlot) {}

    public record KindUse(
            String kind,
            int inboundCount,
            int outboundCount,
            @Nullable BigDecimal answerRate,
            @Nullable BigDecimal medianAnswerHours) {}

    /**
     * The time to reach out.
     *
     * @param basis answers, or product use where too few were asked
     */
    public record Slot(
            DayOfWeek weekday,
            int fromHour,
            int toHour,
            @Nullable BigDecimal answerRate,
            String basis) {}

    public record Support(
            int ticketCount,
            @Nullable BigDecimal ticketsPer100ActiveUsers,
            List<WeekdayTickets> byWeekday,
            List<CategoryTickets> byCategory,
            @Nullable BigDecimal medianResolutionHours,
            @Nullable BigDecimal repeatRate) {}

    public record WeekdayTickets(DayOfWeek weekday, int ticketCount) {}

    public record CategoryTickets(String category, int ticketCount, int repeatCount) {}

    /**
     * A risk pattern.
     *
     * @param holds present for an individual
     */
    public record Risk(
            RiskPattern key,
            @Nullable Boolean holds,
            int clientCount,
            @Nullable BigDecimal shareRate,
            BigDecimal arrAmount,
            List<RiskHits.RiskClient> clients,
            @Nullable PatternBacktest backtest) {}

    public record Anomaly(
            String clientId,
            String clientName,
            UsageMetric metric,
            Swing direction,
            Severity severity,
            LocalDate from,
            LocalDate to,
            int dayCount,
            BigDecimal worstZ,
            BigDecimal deviationTotal,
            boolean shared) {}

    /**
     * What the answer is based on.
     *
     * @param portfolioCutAt the instant up to which the run counted that the client is compared with; absent where
     *     the portfolio was looked at now, or not at all
     */
    public record Evidence(
            Instant cutAt,
            String timeZone,
            @Nullable LocalDate anomaliesFrom,
            @Nullable LocalDate anomaliesTo,
            long eventCount,
            long activeUserCount,
            int knownClientCount,
            @Nullable Instant portfolioCutAt,
            @Nullable Integer touchpointCount,
            @Nullable Integer ticketCount) {}
}
