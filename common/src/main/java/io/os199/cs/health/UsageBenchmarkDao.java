package io.os199.cs.health;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Reads product use in comparison with peers, all from the inputs of stored scores. */
public interface UsageBenchmarkDao {
    /**
     * Returns a row for each wanted metric of {@code activation_rate}, {@code stickiness_rate}, {@code breadth_rate}
     * and {@code events_per_active_user}, in their order: compared with the other clients of the tier, or of the
     * portfolio where fewer than 5 of these have a value. Without a value for the client itself there is no
     * percentile, and without an active model of the name there is no row.
     */
    @SqlQuery(
            """
            with own as (
                select tier from clients where client_id = :clientId
            ), model as (
                select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
                from scoring_models
                where kind = 'health' and status = 'active' and name = :modelName
            ), scored as (
                select c.client_id = :clientId as is_own, c.tier = own.tier as is_tier, score.score_date,
                    model.lookback_days,
                    (score.inputs ->> 'active_user_count')::numeric as active_users,
                    (score.inputs ->> 'licensed_user_count')::numeric as licensed_users,
                    (score.inputs ->> 'user_day_count')::numeric as user_days,
                    (score.inputs ->> 'event_count')::numeric as events,
                    (score.inputs ->> 'feature_used_count')::numeric as features_used,
                    (score.inputs ->> 'feature_available_count')::numeric as features_available
                from own
                cross join model
                cross join clients c
                cross join lateral (
                    select s.inputs, s.score_date
                    from health_scores s
                    where s.client_id = c.client_id and s.model_id = model.model_id
                        and s.model_version = model.model_version and s.lookback_days = model.lookback_days
                        and s.score_date between :asOf::date - 7 and :asOf
                    order by s.score_date desc
                    limit 1) score
                where (c.client_id = :clientId or c.status <> 'churned') and (score.inputs ->> 'known')::boolean
            ), valued as (
                select scored.is_own, scored.is_tier, scored.score_date, metric.name as metric, metric.value
                from scored
                cross join lateral (
                    values ('activation_rate',
                            case when licensed_users > 0 then round(least(1, active_users / licensed_users), 4) end),
                        ('stickiness_rate', round(user_days / nullif(lookback_days * active_users, 0), 4)),
                        ('breadth_rate', case when features_available > 0
                            then round(least(1, features_used / features_available), 4) end),
                        ('events_per_active_user', round(events / nullif(active_users, 0), 4))
                    ) metric (name, value)
                where metric.value is not null
            ), grouped as (
                select metric, count(*) filter (where is_tier and not is_own) >= 5 as by_tier from valued group by metric
            ), peers as (
                select v.metric, v.value
                from valued v
                join grouped g on g.metric = v.metric
                where not v.is_own and (v.is_tier or not g.by_tier)
            )
            select wanted.metric, mine.value as client_value, mine.score_date as as_of,
                coalesce(g.by_tier, false) as is_tier, count(p.value)::int as peer_count,
                round((percentile_disc(0.5) within group (order by p.value)
                    - percentile_disc(0.5) within group (order by -p.value)) / 2, 4) as peer_median,
                case when mine.value is not null then round(100 * (count(*) filter (where p.value < mine.value)
                    + 0.5 * count(*) filter (where p.value = mine.value)) / nullif(count(p.value), 0), 2) end as percentile
            from model
            cross join unnest(:metrics) with ordinality wanted (metric, number)
            left join valued mine on mine.metric = wanted.metric and mine.is_own
            left join grouped g on g.metric = wanted.metric
            left join peers p on p.metric = wanted.metric
            group by wanted.number, wanted.metric, mine.value, mine.score_date, g.by_tier
            order by wanted.number
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> read(String clientId, String modelName, LocalDate asOf, String[] metrics);

    record Row(
            String metric,
            @Nullable BigDecimal clientValue,
            @Nullable LocalDate asOf,
            boolean isTier,
            int peerCount,
            @Nullable BigDecimal peerMedian,
            @Nullable BigDecimal percentile) {}
}
