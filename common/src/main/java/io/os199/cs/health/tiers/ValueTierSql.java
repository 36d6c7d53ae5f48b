package io.os199.cs.health.tiers;

import io.os199.cs.core.WinChances;
import io.os199.cs.health.PortfolioSql;

/**
 * The ranked portfolio, as the beginning of a statement over {@link TierQuery}: {@code with … level as (…), scored as
 * (…)}. With fewer than five clients, only the ARR ranks them.
 */
final class ValueTierSql {
    static final String SCORED =
            "with "
                    + PortfolioSql.MODEL
                    + ", "
                    + WinChances.SQL
                    + """
                    , level as (
                        select ordinality as ord, tier, touch_days, review_days, accounts,
                            (array[80, 60, 40, 20, 0])[ordinality] as score_from,
                            coalesce((:arrBounds::text[]::numeric[])[5 - ordinality], 0) as arr_from
                        from unnest(:tiers::text[], :touchpointDays::text[]::int[], :reviewDays::text[]::int[],
                            :accountsPerCsm::text[]::int[]) with ordinality as t (tier, touch_days, review_days, accounts)
                    ), facts as (
                        select c.client_id, c.name as client_name, c.contract_value as arr, c.value_tier as saved_tier,
                            nullif(btrim(c.csm), '') as csm, s.overall, s.band, s.trend,
                            coalesce(u.user_days, 0) as user_days, :today::date - t.touched_on as touch_age,
                            :today::date - greatest(u.last_on, t.touched_on) as silent_days,
                            coalesce(o.pipeline, 0) as pipeline, coalesce(o.weighted, 0) as weighted
                        from clients c
                    """
                    + PortfolioSql.NEWEST_SCORE
                    + """
                        left join lateral (
                            select count(*) as user_days, max(day) as last_on
                            from usage_daily_users
                            where client_id = c.client_id and day between :today::date - 89 and :today) u on true
                        left join lateral (
                            select (occurred_at at time zone 'UTC')::date as touched_on
                            from touchpoints
                            where client_id = c.client_id and occurred_at <= :cut
                            order by occurred_at desc
                            limit 1) t on true
                        left join (
                            select p.client_id, sum(p.value_amount) as pipeline,
                                sum(p.value_amount * coalesce(p.probability::numeric, h.probability)) as weighted
                            from opportunities p
                            left join chance h using (type, stage)
                            where stage not in ('won', 'lost')
                            group by p.client_id) o on o.client_id = c.client_id
                        where c.status <> 'churned'
                    ), ranked as (
                        select facts.*, count(*) over () as portfolio, rank() over (order by arr) as m_rank,
                            rank() over (order by user_days) as f_rank, rank() over (order by weighted) as g_rank,
                            rank() over (order by arr desc) as arr_rank
                        from facts
                    ), parts as (
                        select ranked.*, :isRfm and portfolio >= 5 as is_rfm,
                            least(5, 5 * (m_rank - 1) / greatest(portfolio - 1, 1) + 1) as m,
                            least(5, 5 * (f_rank - 1) / greatest(portfolio - 1, 1) + 1) as f,
                            case when silent_days <= 7 then 5 when silent_days <= 14 then 4 when silent_days <= 30 then 3
                                when silent_days <= 60 then 2 else 1 end as r,
                            least(5, 5 * (g_rank - 1) / greatest(portfolio - 1, 1) + 1) as g
                        from ranked
                    ), valued as (
                        select parts.*, case when is_rfm then
                            round(25 * (0.55 * (m - 1) + 0.20 * (f - 1) + 0.15 * (r - 1) + 0.10 * (g - 1)), 2)
                            end as value_score
                        from parts
                    ), scored as materialized (
                        select valued.*, case
                                when not is_rfm then (array['entry', 'standard', 'mid', 'high', 'strategic'])
                                    [width_bucket(arr, :arrBounds::text[]::numeric[]) + 1]
                                when arr >= (:arrBounds::text[]::numeric[])[4] then 'strategic'
                                else (array['entry', 'standard', 'mid', 'high', 'strategic'])
                                    [width_bucket(value_score, array[20, 40, 60, 80]::numeric[]) + 1] end as tier
                        from valued
                    )
                    """;

    private ValueTierSql() {}
}
