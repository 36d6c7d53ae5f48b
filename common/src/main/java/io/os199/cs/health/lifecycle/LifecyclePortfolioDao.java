package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.StageFigures;
import io.os199.cs.health.lifecycle.LifecycleAnalysis.Transition;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads of the clients' stages and of their moves between them; stays come from {@code lifecycle_transitions}. */
@PlannedForItsValues
interface LifecyclePortfolioDao {
    /** The common table {@code ended}: the stays that ended from {@code :since} on. */
    String ENDED =
            """
            with stay as (
                select to_stage as stage, (changed_at at time zone 'UTC')::date as from_on,
                    (lead(changed_at) over client at time zone 'UTC')::date as to_on,
                    lead(to_stage) over client as next_stage
                from lifecycle_transitions
                window client as (partition by client_id order by changed_at)),
            ended as (
                select stage, next_stage, to_on - from_on as stay_days
                from stay
                where to_on >= :since and (cast(:stage as text) is null or stage = :stage))
            """;

    /** Returns every stage, in order, even if it has no clients; a filter leaves only one. */
    @SqlQuery(
            ENDED
                    + """
                    , age as (
                        select c.lifecycle_stage as stage, c.contract_value, c.health_score,
                            :today - (coalesce(since.at, c.created_at) at time zone 'UTC')::date as age_days
                        from clients c
                        left join (
                            select client_id, max(changed_at) as at
                            from lifecycle_transitions
                            group by client_id) since using (client_id)
                        where cast(:stage as text) is null or c.lifecycle_stage = :stage),
                    standing as (
                        select stage, count(*) as client_count, sum(contract_value) as arr_amount,
                            round(avg(health_score), 2) as mean_health_score,
                            round(percentile_cont(0.5) within group (order by age_days)::numeric, 2)
                                as median_stage_age_days
                        from age
                        group by stage),
                    stays as (
                        select stage, count(*) as completed_stay_count,
                            round(percentile_cont(0.5) within group (order by stay_days)::numeric, 2) as median_stay_days,
                            round(percentile_cont(0.75) within group (order by stay_days)::numeric, 2) as p75_stay_days,
                            round(count(*) filter (where next_stage not in ('at_risk', 'churned'))::numeric / count(*), 4)
                                as forward_rate
                        from ended
                        group by stage)
                    select stage, coalesce(client_count, 0) as client_count, coalesce(arr_amount, 0.00) as arr_amount,
                        mean_health_score, median_stage_age_days,
                        coalesce(completed_stay_count, 0) as completed_stay_count, median_stay_days, p75_stay_days,
                        forward_rate
                    from unnest(array['onboarding', 'adoption', 'active', 'expansion', 'renewal', 'at_risk', 'churned'])
                        with ordinality as known (stage, place)
                    left join standing using (stage)
                    left join stays using (stage)
                    where cast(:stage as text) is null or stage = :stage
                    order by place
                    """)
    @RegisterConstructorMapper(StageFigures.class)
    List<StageFigures> stages(@Nullable LifecycleStage stage, LocalDate since, LocalDate today);

    /** Returns the transitions, the most frequent first. */
    @SqlQuery(
            ENDED
                    + """
                    select stage as "from", next_stage as "to", count(*) as count,
                        round(percentile_cont(0.5) within group (order by stay_days)::numeric, 2) as median_stay_days
                    from ended
                    group by stage, next_stage
                    order by count desc, stage, next_stage
                    """)
    @RegisterConstructorMapper(Transition.class)
    List<Transition> transitions(@Nullable LifecycleStage stage, LocalDate since);
}
