package io.os199.cs.onboarding;

import io.os199.cs.core.ClockStart;
import io.os199.cs.onboarding.model.FirstValue;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads when clients reached first value. */
public interface FirstValueDao {
    /**
     * The text after {@code with clock as (}: a query of the components of {@link FirstValue} at {@code :asOf} for
     * the rows of {@code clock}, which are those of {@link ClockStart}. The plan is the client's earliest; without
     * one, a recorded milestone takes precedence over the use behind it, which is read only when there is none.
     */
    String OF_CLOCK =
            """
            ), core as materialized (
                select c.tier, array_remove(array_agg(distinct f.product_id), null) as product_ids
                from unnest(array['starter', 'standard', 'professional', 'enterprise']) with ordinality c (tier, tier_rank)
                join features f on f.is_core and (f.released_on is null or f.released_on <= :asOf)
                    and array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier) <= c.tier_rank
                group by c.tier
            )
            select clock.client_id, clock.clock_start_on, clock.clock_basis, plan.plan_id,
                case when plan.client_id is not null then 'plan'
                    when recorded.achieved_on is not null or measured.is_measurable then 'adoption'
                    else 'not_measurable' end as method,
                case when plan.client_id is not null then plan.completed_on
                    when recorded.achieved_on is not null then recorded.achieved_on
                    when measured.is_measurable then (
                        select min(u.adopted_on)
                        from usage_user_features u
                        join features f on f.key = u.feature_key and f.is_core
                        where u.client_id = clock.client_id and u.adopted_on <= :asOf)
                    end as first_value_on
            from clock
            left join lateral (
                select m.client_id, m.plan_id,
                    case when m.status = 'completed' and m.completed_on <= :asOf
                        then m.completed_on end as completed_on
                from onboarding_plans p
                join onboarding_milestones m on m.client_id = p.client_id and m.plan_id = p.plan_id
                where p.client_id = clock.client_id and p.status not in ('draft', 'cancelled')
                    and m.is_first_value and m.status <> 'skipped'
                order by p.start_date, p.plan_id
                limit 1
            ) plan on true
            left join lateral (
                select min(achieved_on) as achieved_on
                from adoption_milestones
                where client_id = clock.client_id and framework = 'standard'
                    and milestone_key = 'first_value' and achieved_on <= :asOf
            ) recorded on true
            join clients on clients.client_id = clock.client_id
            left join lateral (
                -- By the products of the active contracts; one that is not known says nothing.
                select coalesce(bool_or(k.products && core.product_ids)
                    or not bool_or(k.products && array(select product_id from products)), true) as is_measurable
                from core
                left join contracts k on k.client_id = clock.client_id and k.status <> 'draft' and k.start_date <= :asOf
                    and (k.end_date is null or k.end_date >= :asOf)
                    and (k.terminated_on is null or k.terminated_on > :asOf)
                where core.tier = clients.tier and plan.client_id is null and recorded.achieved_on is null
                group by core.tier
            ) measured on true
            """;

    /**
     * The clients {@code c} of first values {@code v}, and {@code left_on}, when those that have churned by
     * {@code :asOf} did; follows {@code v}.
     */
    String WITH_LEAVING =
            """
             join clients c on c.client_id = v.client_id
            left join lateral (
                select max(e.churned_on) as churned_on
                from churn_events e
                where e.client_id = v.client_id and c.status = 'churned' and e.churned_on <= :asOf
            ) left_on on true
            """;

    /** The days to first value, else those until the client left, else those so far. */
    String DAYS =
            """
            greatest(0, coalesce(v.first_value_on, left_on.churned_on, cast(:asOf as date)) - v.clock_start_on) as days
            """;

    /** A query of the components of {@link FirstValue} for {@code :clientIds} at {@code :asOf}. */
    String SQL = "with clock as (" + ClockStart.SQL + OF_CLOCK;

    @SqlQuery(SQL)
    @RegisterConstructorMapper(FirstValue.class)
    List<FirstValue> find(List<String> clientIds, LocalDate asOf);
}
