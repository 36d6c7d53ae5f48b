package io.os199.cs.health.tiers;

import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.BandCount;
import io.os199.cs.health.model.Concentration;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The portfolio in value tiers. */
public record ValueTierReport(
        ValueModel model,
        int clientCount,
        List<Tier> tiers,
        Concentration concentration,
        List<Move> moves,
        @Nullable List<Vip> vips,
        List<Candidate> upgradeCandidates,
        List<Candidate> downgradeRisks,
        @Nullable Capacity capacity,
        List<ServiceLevel> constants,
        List<HealthAdvice> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps,
        List<Truncation> truncated) {

    public record Tier(
            ValueTier tier,
            int clientCount,
            BigDecimal clientShareRate,
            BigDecimal arrAmount,
            BigDecimal arrShareRate,
            @Nullable BigDecimal meanArrAmount,
            @Nullable BigDecimal meanValueScore,
            @Nullable BigDecimal meanHealthScore,
            List<BandCount> byBand,
            @Nullable BigDecimal nps,
            BigDecimal openPipelineAmount,
            int churned12mCount,
            @Nullable BigDecimal logoRetention12mRate,
            @Nullable Service service) {}

    /** Whether the tier gets the service that it should get. */
    public record Service(
            @Nullable BigDecimal touchWithinRate,
            @Nullable BigDecimal reviewWithinRate,
            List<Late> lateClients) {}

    public record Late(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable Integer touchpointAgeDays) {}

    public record Move(ValueTier from, ValueTier to, int clientCount) {}

    public record Vip(
            String clientId,
            String clientName,
            ValueTier tier,
            BigDecimal arrAmount,
            int arrRank,
            @Nullable BigDecimal valueScore,
            @Nullable BigDecimal healthScore,
            List<Reason> reasons,
            @Nullable Integer touchpointAgeDays,
            @Nullable LocalDate nextReviewOn) {}

    /** The reason why a client is a VIP. */
    public enum Reason {
        TIER_STRATEGIC,
        TOP_ARR
    }

    /**
     * A client near the edge of a tier.
     *
     * @param nextTier the tier above or, for a risk, the tier below
     * @param gap the distance to the next tier or, for a risk, the margin above the lower tier: points of the value
     *     score or, with model {@code arr}, money; absent where the strategic floor keeps the client in its tier
     */
    public record Candidate(
            String clientId,
            String clientName,
            ValueTier tier,
            ValueTier nextTier,
            @Nullable BigDecimal gap,
            BigDecimal arrAmount,
            String because) {}

    /** The number of people that the tiers need. */
    public record Capacity(
            List<Need> tiers,
            BigDecimal neededFte,
            int csmCount,
            int unownedCount,
            List<Load> byCsm) {}

    public record Need(ValueTier tier, BigDecimal neededFte) {}

    /**
     * One CSM.
     *
     * @param load 1 means fully occupied
     */
    public record Load(String csm, int clientCount, BigDecimal arrAmount, BigDecimal load) {}

    public record Evidence(
            LocalDate asOf,
            Instant cutAt,
            boolean saved,
            List<BigDecimal> arrThresholds,
            int scoredCount,
            int npsResponseCount) {}
}
