package io.os199.cs.health;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Severity;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.platform.database.Part;
import io.os199.cs.platform.database.Parts;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes with the score of a client at a day, read by one statement.
 *
 * @param history the newest stored score of each ISO week of the last 26, oldest first
 * @param indicators those that were open when the day ended, or are open now, with what is known of them now; worst
 *     first
 * @param churn the newest prediction up to the day
 */
public record HealthBeside(
        List<StoredScore> history,
        Peers peers,
        List<OpenIndicator> indicators,
        @Nullable ChurnPrediction churn) {
    static final String HISTORY =
            """
            select distinct on (date_trunc('week', score_date)) score_date, overall as overall_score, band
            from health_scores
            where client_id = :clientId and model_id = :modelId and model_version = :modelVersion
                and lookback_days = :lookbackDays and score_date <= :asOf
                and score_date >= date_trunc('week', :asOf::date)::date - 25 * 7
            order by date_trunc('week', score_date), score_date desc
            """;

    private record History(List<StoredScore> items) {}

    private static final Part<History> HISTORY_PART =
            new Part<>(
                    "history",
                    History.class,
                    "select coalesce(json_agg(item), '[]') as items from (" + HISTORY + ") item");

    private static final Part<Peers> PEERS =
            new Part<>(
                    "peers",
                    Peers.class,
                    """
                    with peers as (
                        select peer.tier = own.tier as is_tier, score.overall
                        from clients own
                        join clients peer on peer.client_id <> own.client_id and peer.status <> 'churned'
                        cross join lateral (
                            select overall
                            from health_scores s
                            where s.client_id = peer.client_id and s.model_id = :modelId and s.model_version = :modelVersion
                                and s.lookback_days = :lookbackDays and s.score_date between :asOf::date - 7 and :asOf
                            order by s.score_date desc
                            limit 1) score
                        where own.client_id = :clientId and score.overall is not null
                    ), chosen as (
                        select count(*) filter (where is_tier) >= 5 as is_tier from peers
                    )
                    select round(100 * (count(*) filter (where p.overall < cast(:overall as numeric))
                                + 0.5 * count(*) filter (where p.overall = cast(:overall as numeric))) / nullif(count(p.overall), 0), 2) as percentile,
                        percentile_disc(0.5) within group (order by p.overall) as lower_median,
                        -percentile_disc(0.5) within group (order by -p.overall) as upper_median,
                        chosen.is_tier, count(p.overall)::int as peer_count
                    from chosen left join peers p on p.is_tier or not chosen.is_tier
                    group by chosen.is_tier
                    """);

    private record Indicators(List<OpenIndicator> items) {}

    private static final Part<Indicators> INDICATORS =
            new Part<>(
                    "indicators",
                    Indicators.class,
                    """
                    select coalesce(json_agg(item), '[]') as items from (
                    select indicator_key, category, severity, value, threshold, detected_at
                    from risk_indicators
                    where client_id = :clientId and (detected_at at time zone 'UTC')::date <= :asOf
                        and (resolved_at is null or (resolved_at at time zone 'UTC')::date > :asOf)
                    order by array_position(array['critical', 'high', 'medium', 'low'], severity), indicator_key
                    ) item
                    """);

    private static final Part<ChurnPrediction> CHURN =
            new Part<>(
                    "churn",
                    ChurnPrediction.class,
                    """
                    select probability, risk_level, predicted_at
                    from churn_predictions
                    where client_id = :clientId and predicted_on <= :asOf
                    order by predicted_on desc
                    limit 1
                    """);

    private static final List<Part<?>> PARTS = List.of(HISTORY_PART, PEERS, INDICATORS, CHURN);

    public record StoredScore(
            LocalDate scoreDate, @Nullable BigDecimal overallScore, @Nullable HealthBand band) {}

    /**
     * The comparison with the newest stored scores, at most 7 days old, of the other clients of the tier, or of the
     * portfolio where these are fewer than 5; fewer than 5 mean that there is no benchmark.
     */
    public record Peers(
            @Nullable BigDecimal percentile,
            @Nullable BigDecimal lowerMedian,
            @Nullable BigDecimal upperMedian,
            boolean isTier,
            int peerCount) {}

    public record OpenIndicator(
            String indicatorKey,
            String category,
            Severity severity,
            @Nullable BigDecimal value,
            @Nullable BigDecimal threshold,
            Instant detectedAt) {}

    public record ChurnPrediction(
            @Nullable BigDecimal probability, @Nullable Severity riskLevel, Instant predictedAt) {}

    /**
     * Reads everything in one round trip.
     *
     * @param overall the score that is compared with the peers; absent where there is none
     */
    public static HealthBeside read(
            Transaction tx,
            String clientId,
            HealthModel model,
            LocalDate asOf,
            @Nullable BigDecimal overall) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("clientId", clientId);
        values.put("modelId", model.modelId());
        values.put("modelVersion", model.modelVersion());
        values.put("lookbackDays", model.defaultLookbackDays());
        values.put("asOf", asOf);
        values.put("overall", overall);
        Parts parts = tx.ask("HealthBeside", PARTS, values);
        return new HealthBeside(
                parts.get(HISTORY_PART).items(),
                parts.get(PEERS),
                parts.get(INDICATORS).items(),
                parts.find(CHURN).orElse(null));
    }
}
