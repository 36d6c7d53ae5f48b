package io.os199.cs.health.tiers;

import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.PortfolioSql;
import io.os199.cs.health.tiers.ValueTierReport.Late;
import io.os199.cs.health.tiers.ValueTierReport.Move;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The ranked portfolio, and the clients' tiers, which nothing else writes. */
interface ValueTierDao {
    /**
     * Returns each tier, highest first, whether or not it has clients. A client that left before a tier was saved
     * belonged to an unknown tier, so in that case no tier has a retention rate.
     */
    @SqlQuery(
            ValueTierSql.SCORED
                    + ", "
                    + PortfolioSql.NPS
                    + """
                    , review as (
                        select client_id, max((completed_at at time zone 'UTC')::date) as reviewed_on
                        from executive_reviews
                        where status = 'completed' and completed_at <= :cut
                        group by client_id
                    ), churned as (
                        select c.value_tier as tier, count(*) as churned_count
                        from clients c
                        where c.status = 'churned' and exists (
                            select from churn_events e
                            where e.client_id = c.client_id and e.churned_on > :yearAgo and e.churned_on <= :today)
                        group by c.value_tier
                    )
                    select l.tier, count(p.client_id) as client_count, coalesce(sum(p.arr), 0.00) as arr_amount,
                        round(avg(p.arr), 2) as mean_arr_amount, round(avg(p.value_score), 2) as mean_value_score,
                        round(avg(p.overall), 2) as mean_health_score, count(p.overall) as scored_count,
                        count(*) filter (where p.band = 'healthy') as healthy_count,
                        count(*) filter (where p.band = 'watch') as watch_count,
                        count(*) filter (where p.band = 'at_risk') as at_risk_count,
                        count(*) filter (where p.band = 'critical') as critical_count,
                        coalesce(sum(n.responses), 0) as nps_response_count,
                        case when sum(n.responses) >= 5
                            then round(100 * (sum(n.promoters) - sum(n.detractors)) / sum(n.responses), 2) end as nps,
                        round(coalesce(sum(p.pipeline), 0), 2) as open_pipeline_amount,
                        coalesce(max(h.churned_count), 0) as churned_12m_count,
                        case when count(p.client_id) + coalesce(max(h.churned_count), 0) >= 5
                                and not exists (select from churned where tier is null)
                            then round(1 - coalesce(max(h.churned_count), 0)::numeric
                                / (count(p.client_id) + coalesce(max(h.churned_count), 0)), 4) end
                            as logo_retention_12m_rate,
                        round(count(*) filter (where p.touch_age <= l.touch_days)::numeric
                            / nullif(count(p.client_id), 0), 4) as touch_within_rate,
                        round(count(*) filter (where :today::date - v.reviewed_on <= l.review_days)::numeric
                            / nullif(count(p.client_id), 0), 4) as review_within_rate,
                        count(*) filter (where p.client_id is not null and p.csm is null) as unowned_count,
                        array_agg(p.client_id order by p.place)
                            filter (where p.client_id is not null and p.csm is null and p.place <= 5) as unowned_ids,
                        coalesce((select churned_count from churned where tier is null), 0) as untiered_churned_count,
                        coalesce(bool_or(p.is_rfm), false) as is_rfm
                    from level l
                    left join (
                        select scored.*,
                            row_number() over (partition by tier, csm is null order by arr desc, client_id) as place
                        from scored) p using (tier)
                    left join nps n using (client_id)
                    left join review v using (client_id)
                    left join churned h on h.tier = l.tier
                    group by l.ord, l.tier
                    order by l.ord
                    """)
    @RegisterConstructorMapper(TierRow.class)
    List<TierRow> tiers(@BindMethods TierQuery query);

    /** Returns the ARR of every client that has not left. */
    @SqlQuery(
            """
            select contract_value from clients where status <> 'churned'
            """)
    List<BigDecimal> arrAmounts();

    /**
     * Returns the clients whose newest touchpoint is older than their tier's cadence, or that have none: the largest
     * ten of each tier.
     */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select tier, client_id, client_name, arr_amount, touchpoint_age_days
                    from (
                        select p.tier, p.client_id, p.client_name, p.arr as arr_amount,
                            p.touch_age as touchpoint_age_days,
                            row_number() over (partition by p.tier order by p.arr desc, p.client_id) as place
                        from scored p
                        join level l using (tier)
                        where p.touch_age > l.touch_days or (p.touch_age is null and l.touch_days is not null)) late
                    where place <= 10
                    order by tier, place
                    """)
    @RegisterConstructorMapper(LateRow.class)
    List<LateRow> late(@BindMethods TierQuery query);

    /** Returns the strategic clients, and the largest twenty as far as they are within the top tenth. */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select p.client_id, p.client_name, p.tier, p.arr as arr_amount, p.arr_rank, p.value_score,
                        p.overall as health_score, p.trend, p.touch_age as touchpoint_age_days,
                        p.arr_rank <= 20 and p.arr_rank * 10 <= p.portfolio as is_top,
                        p.touch_age > l.touch_days or (p.touch_age is null and l.touch_days is not null) as is_late,
                        coalesce(scheduled.on_day, done.next_review_on) as next_review_on
                    from scored p
                    join level l using (tier)
                    left join lateral (
                        select min((scheduled_at at time zone 'UTC')::date) as on_day
                        from executive_reviews
                        where client_id = p.client_id and status = 'scheduled' and scheduled_at >= :cut) scheduled on true
                    left join lateral (
                        select next_review_on
                        from executive_reviews
                        where client_id = p.client_id and status = 'completed'
                        order by completed_at desc nulls last, review_id
                        limit 1) done on true
                    where p.tier = 'strategic' or (p.arr_rank <= 20 and p.arr_rank * 10 <= p.portfolio)
                    order by p.arr desc, p.client_id
                    """)
    @RegisterConstructorMapper(VipRow.class)
    List<VipRow> vips(@BindMethods TierQuery query);

    /** Returns healthy clients that are so close to the next tier that one step takes them there; largest first. */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select p.client_id, p.client_name, p.tier, next.tier as other_tier,
                        case when p.is_rfm then next.score_from - p.value_score else next.arr_from - p.arr end as gap,
                        p.arr as arr_amount, p.overall as health_score, p.trend, count(*) over () as total_count
                    from scored p
                    join level l using (tier)
                    join level next on next.ord = l.ord - 1
                    where p.overall >= 75 and case when p.is_rfm then next.score_from - p.value_score <= 5
                        else next.arr_from - p.arr <= 0.15 * next.arr_from end
                    order by p.arr desc, p.client_id
                    limit 20
                    """)
    @RegisterConstructorMapper(CandidateRow.class)
    List<CandidateRow> upgrades(@BindMethods TierQuery query);

    /**
     * Returns clients of the tiers from mid up that are unwell or declining; largest first. The gap is the margin by
     * which they are still in their tier.
     */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select p.client_id, p.client_name, p.tier, below.tier as other_tier,
                        case when not p.is_rfm then p.arr - l.arr_from
                            when p.value_score >= l.score_from then p.value_score - l.score_from end as gap,
                        p.arr as arr_amount, p.overall as health_score, p.trend, count(*) over () as total_count
                    from scored p
                    join level l using (tier)
                    join level below on below.ord = l.ord + 1
                    where p.tier in ('strategic', 'high', 'mid') and (p.overall < 65 or p.trend = 'declining')
                    order by p.arr desc, p.client_id
                    limit 20
                    """)
    @RegisterConstructorMapper(CandidateRow.class)
    List<CandidateRow> downgrades(@BindMethods TierQuery query);

    /** Returns the CSMs, the most loaded first, with the smallest accounts that count towards their load. */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select min(p.csm) as csm, count(*) as client_count, sum(p.arr) as arr_amount,
                        round(coalesce(sum(1::numeric / p.accounts), 0), 4) as load,
                        array_agg(p.client_id order by p.place) filter (where p.accounts is not null and p.place <= 3)
                            as smallest_ids
                    from (
                        select scored.*, l.accounts, row_number() over (
                            partition by lower(csm), l.accounts is null order by arr, client_id) as place
                        from scored
                        join level l using (tier)
                        where csm is not null) p
                    group by lower(p.csm)
                    order by load desc, lower(p.csm)
                    """)
    @RegisterConstructorMapper(CsmRow.class)
    List<CsmRow> csms(@BindMethods TierQuery query);

    /** Counts the moves of clients that have a tier and would get another. */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    select p.saved_tier as "from", p.tier as "to", count(*) as client_count
                    from scored p
                    join level a on a.tier = p.saved_tier
                    join level b on b.tier = p.tier
                    where p.saved_tier <> p.tier
                    group by a.ord, b.ord, 1, 2
                    order by a.ord, b.ord
                    """)
    @RegisterConstructorMapper(Move.class)
    List<Move> moves(@BindMethods TierQuery query);

    /**
     * Gives the clients between two ids their tiers, ranked among all clients; their versions stay, since nobody
     * edited them. Returns those whose tier or score has changed.
     */
    @SqlQuery(
            ValueTierSql.SCORED
                    + """
                    , due as (
                        select c.client_id, c.value_tier as from_tier, p.tier as to_tier, c.value_score as from_score,
                            p.value_score as to_score
                        from clients c
                        join scored p using (client_id)
                        where c.client_id between :first and :last
                        order by c.client_id
                        for no key update of c
                    ), changed as (
                        update clients c
                        set value_tier = due.to_tier, value_score = due.to_score, value_tier_computed_at = :cut,
                            updated_at = :now
                        from due
                        where c.client_id = due.client_id
                    )
                    select client_id, from_tier, to_tier
                    from due
                    where (from_tier, from_score) is distinct from (to_tier, to_score)
                    order by client_id
                    """)
    @RegisterConstructorMapper(Changed.class)
    List<Changed> save(@BindMethods TierQuery query, String first, String last, Instant now);

    record TierRow(
            ValueTier tier,
            int clientCount,
            BigDecimal arrAmount,
            @Nullable BigDecimal meanArrAmount,
            @Nullable BigDecimal meanValueScore,
            @Nullable BigDecimal meanHealthScore,
            int scoredCount,
            int healthyCount,
            int watchCount,
            int atRiskCount,
            int criticalCount,
            int npsResponseCount,
            @Nullable BigDecimal nps,
            BigDecimal openPipelineAmount,
            int churned12mCount,
            @Nullable BigDecimal logoRetention12mRate,
            @Nullable BigDecimal touchWithinRate,
            @Nullable BigDecimal reviewWithinRate,
            int unownedCount,
            @Nullable List<String> unownedIds,
            int untieredChurnedCount,
            boolean isRfm) {}

    record LateRow(
            ValueTier tier,
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable Integer touchpointAgeDays) {
        Late shown() {
            return new Late(clientId, clientName, arrAmount, touchpointAgeDays);
        }
    }

    record VipRow(
            String clientId,
            String clientName,
            ValueTier tier,
            BigDecimal arrAmount,
            int arrRank,
            @Nullable BigDecimal valueScore,
            @Nullable BigDecimal healthScore,
            @Nullable HealthTrend trend,
            @Nullable Integer touchpointAgeDays,
            boolean isTop,
            boolean isLate,
            @Nullable LocalDate nextReviewOn) {}

    record CandidateRow(
            String clientId,
            String clientName,
            ValueTier tier,
            ValueTier otherTier,
            @Nullable BigDecimal gap,
            BigDecimal arrAmount,
            @Nullable BigDecimal healthScore,
            @Nullable HealthTrend trend,
            int totalCount) {}

    record CsmRow(
            String csm,
            int clientCount,
            BigDecimal arrAmount,
            BigDecimal load,
            @Nullable List<String> smallestIds) {}

    record Changed(String clientId, @Nullable ValueTier fromTier, ValueTier toTier) {}
}
