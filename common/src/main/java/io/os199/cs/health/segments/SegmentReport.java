package io.os199.cs.health.segments;

import io.os199.cs.health.model.BandCount;
import io.os199.cs.health.model.Concentration;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.SegmentStrategy;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A split of the portfolio: every client that is split is in exactly one segment. */
public record SegmentReport(
        SegmentationType segmentationType,
        int clientCount,
        List<Segment> segments,
        Concentration concentration,
        @Nullable List<Move> moves,
        List<HealthAdvice> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps,
        List<Truncation> truncated) {

    /**
     * One segment.
     *
     * @param segmentId present when the segment is saved
     * @param criteria the criteria by which a client belongs to it; empty for the rest of a custom split
     */
    public record Segment(
            @Nullable String segmentId,
            String key,
            String name,
            List<Criterion> criteria,
            boolean isBelowMinSize,
            int clientCount,
            BigDecimal clientShareRate,
            BigDecimal totalArrAmount,
            BigDecimal arrShareRate,
            @Nullable BigDecimal meanArrAmount,
            @Nullable BigDecimal medianArrAmount,
            @Nullable BigDecimal meanHealthScore,
            int scoredCount,
            List<BandCount> byBand,
            int renewal90dCount,
            BigDecimal renewal90dArrAmount,
            int openTicketCount,
            @Nullable BigDecimal nps,
            @Nullable BigDecimal arrGrowth12mPercent,
            int csmCount,
            int withoutCsmCount,
            @Nullable List<Member> members,
            @Nullable BigDecimal healthVsPortfolioPoints,
            @Nullable BigDecimal meanArrVsPortfolioPercent,
            @Nullable SegmentStrategy strategy) {}

    public record Member(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable BigDecimal healthScore) {}

    /** The clients of one segment that have moved to another since the last saved run. */
    public record Move(String from, String to, int clientCount) {}

    /**
     * What the figures are based on.
     *
     * @param npsResponseCount the newest answers of the clients' contacts within 180 days
     * @param ledgerClientCount clients that had ARR twelve months ago
     */
    public record Evidence(
            LocalDate asOf,
            Instant cutAt,
            int scoredCount,
            @Nullable LocalDate oldestScoreOn,
            @Nullable LocalDate newestScoreOn,
            int npsResponseCount,
            int ledgerClientCount,
            @Nullable BigDecimal portfolioMeanHealthScore,
            @Nullable BigDecimal portfolioMeanArrAmount) {}
}
