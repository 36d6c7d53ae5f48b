package io.os199.cs.health;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Severity;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads of stored scores and what stands beside them. */
public interface HealthReadDao {
    /** The newest stored score of each ISO week of the last 26, oldest first. */
    @SqlQuery(
            """
            select distinct on (date_trunc('week', score_date)) score_date, overall as overall_score, band
            from health_scores
            where client_id = :clientId and model_id = :modelId and model_version = :modelVersion
                and lookback_days = :lookbackDays and score_date <= :asOf
                and score_date >= date_trunc('week', :asOf::date)::date - 25 * 7
            order by date_trunc('week', score_date), score_date desc
            """)
    @RegisterConstructorMapper(StoredScore.class)
    List<StoredScore> history(
            String clientId, String modelId, int modelVersion, int lookbackDays, LocalDate asOf);

    /**
     * Among the newest stored scores, at most 7 days old, of the other clients of the tier, or of the portfolio
     * where these are fewer than 5; a row of fewer than 5 says that there is no benchmark.
     */
    @SqlQuery(
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
            select round(100 * (count(*) filter (where p.overall < :overall)
                        + 0.5 * count(*) filter (where p.overall = :overall)) / nullif(count(p.overall), 0), 2) as percentile,
                percentile_disc(0.5) within group (order by p.overall) as lower_median,
                -percentile_disc(0.5) within group (order by -p.overall) as upper_median,
                chosen.is_tier, count(p.overall)::int as peer_count
            from chosen left join peers p on p.is_tier or not chosen.is_tier
            group by chosen.is_tier
            """)
    @RegisterConstructorMapper(Peers.class)
    Peers peers(
            String clientId,
            String modelId,
            int modelVersion,
            int lookbackDays,
            LocalDate asOf,
            BigDecimal overall);

    /** Worst first. */
    @SqlQuery(
            """
            select indicator_key, category, severity, value, threshold, detected_at
            from risk_indicators
            where client_id = :clientId and resolved_at is null
            order by array_position(array['critical', 'high', 'medium', 'low'], severity), indicator_key
            """)
    @RegisterConstructorMapper(OpenIndicator.class)
    List<OpenIndicator> openIndicators(String clientId);

    @SqlQuery(
            """
            select probability, risk_level, predicted_at
            from churn_predictions
            where client_id = :clientId
            order by predicted_on desc
            limit 1
            """)
    @RegisterConstructorMapper(ChurnPrediction.class)
    Optional<ChurnPrediction> churnPrediction(String clientId);

    @SqlQuery("select status = 'churned' from clients where client_id = :clientId")
    boolean isChurned(String clientId);

    record StoredScore(
            LocalDate scoreDate, @Nullable BigDecimal overallScore, @Nullable HealthBand band) {}

    record Peers(
            @Nullable BigDecimal percentile,
            @Nullable BigDecimal lowerMedian,
            @Nullable BigDecimal upperMedian,
            boolean isTier,
            int peerCount) {}

    record OpenIndicator(
            String indicatorKey,
            String category,
            Severity severity,
            @Nullable BigDecimal value,
            @Nullable BigDecimal threshold,
            Instant detectedAt) {}

    record ChurnPrediction(
            @Nullable BigDecimal probability, @Nullable Severity riskLevel, Instant predictedAt) {}
}
