package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.facts.ClientReading;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The risk of one client on a day.
 *
 * @param churnedOn the day of a churn that is in force on {@code asOf}
 * @param reading the facts from which all of it was computed
 * @param arrAmount the ARR in the ledger
 * @param healthChangePoints the change from the score at the beginning of the lookback
 * @param renewalDate the next renewal, which may be overdue
 * @param score the result of the model
 * @param episodes the signs that stand on the day, and those that began in the lookback
 * @param standing the signs that stand
 */
public record ClientRisk(
        String clientId,
        String clientName,
        Tier tier,
        @Nullable String csm,
        LocalDate asOf,
        LocalDate startedOn,
        @Nullable LocalDate churnedOn,
        ClientReading reading,
        BigDecimal arrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable BigDecimal healthChangePoints,
        @Nullable LocalDate renewalDate,
        @Nullable Integer renewalInDays,
        ChurnScore score,
        List<Episode> episodes,
        List<StandingSign> standing,
        List<RecommendedPlay> recommendations,
        @Nullable String activeCampaignId) {
    public ClientRisk {
        episodes = List.copyOf(episodes);
        standing = List.copyOf(standing);
        recommendations = List.copyOf(recommendations);
    }

    /**
     * A sign from the time it began.
     *
     * @param detectedAt absent where it begins on this very day and no run has stored it yet
     */
    public record Episode(
            String indicatorKey,
            Severity severity,
            @Nullable Double value,
            @Nullable Double threshold,
            @Nullable Instant detectedAt,
            @Nullable Instant resolvedAt) {}
}
