package io.os199.cs.health.lifecycle;

import io.os199.cs.core.ClockStart;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.PortfolioSql;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the facts that the rules of the stages consider: the same statement serves one client, a chunk or all
 * clients.
 */
interface LifecycleFactsDao {
    /**
     * The facts of clients {@code c}, as a statement that a condition is appended to; facts that only one stage needs
     * are looked up only for that stage.
     */
    String FACTS =
            "with "
                    + PortfolioSql.MODEL
                    + """
                    select c.client_id, c.name as client_name, c.lifecycle_stage as stage, c.contract_value as arr_amount,
                        since.at as since_at, :today - (since.at at time zone 'UTC')::date as stage_age_days,
                        score.overall, score.band, score.trend, score.change_points, score.active_user_rate,
                        score.breadth_rate, score.activation_rate, coalesce(score.is_over_licensed, false) as is_over_licensed,
                        coalesce(:today - started.clock_start_on, 0) as start_age_days,
                        escalation.open_escalation_count, escalation.severe_escalation_days,
                        due.renewal_date - :today as renewal_in_days, closed.stage as closed_renewal,
                        coalesce(plan.plan_count, 0) as plan_count,
                        coalesce(plan.unfinished_plan_count, 0) as unfinished_plan_count,
                        coalesce(plan.completed_plan_count, 0) as completed_plan_count,
                        coalesce(users.is_known, false) as is_known, coalesce(users.active_user_count, 0) as active_user_count,
                        coalesce(opportunity.opportunity_count, 0) as opportunity_count,
                        coalesce(recent.recent_score_count, 0) as recent_score_count, recent.recent_score_span_days,
                        recent.lowest_recent_score
                    from clients c
                    cross join lateral (
                        select coalesce(max(changed_at), c.created_at) as at
                        from lifecycle_transitions
                        where client_id = c.client_id) since
                    """
                    + PortfolioSql.NEWEST_SCORE
                    + """
                    left join lateral (
                        select s.overall, s.band, s.trend, s.change_points,
                            case when licensed > 0 then least(1, round(active / licensed, 6))
                                when seen > 0 then round(active / seen, 6) else 0 end as active_user_rate,
                            case when available > 0 then least(1, round(used / available, 6)) end as breadth_rate,
                            case when licensed > 0 then least(1, round(active / licensed, 6)) end as activation_rate,
                            coalesce(active > licensed, false) as is_over_licensed
                        from (
                            select (s.inputs ->> 'active_user_count')::numeric as active,
                                (s.inputs ->> 'licensed_user_count')::numeric as licensed,
                                (s.inputs ->> 'seen_user_count')::numeric as seen,
                                (s.inputs ->> 'feature_available_count')::numeric as available,
                                (s.inputs ->> 'feature_used_count')::numeric as used
                            where s.score_date >= :today - 7) input) score on true
                    left join (
                    """
                    + ClockStart.OF_ALL
                    + """
                        where c.lifecycle_stage = 'onboarding') started on started.client_id = c.client_id
                    cross join lateral (
                        select count(*) as open_escalation_count,
                            :today - (min(opened_at) filter (where severity in ('critical', 'high')) at time zone 'UTC')::date
                                as severe_escalation_days
                        from escalations
                        where client_id = c.client_id and status not in ('resolved', 'closed')) escalation
                    left join lateral (
                        select min(renewal_date) as renewal_date
                        from renewals
                        where client_id = c.client_id and stage not in ('renewed', 'lost') and renewal_date <= :today + 90
                    ) due on true
                    left join lateral (
                        select stage
                        from renewals
                        where client_id = c.client_id and stage in ('renewed', 'lost') and c.lifecycle_stage = 'renewal'
                        order by closed_on desc, stage_changed_at desc, contract_id desc
                        limit 1) closed on true
                    left join lateral (
                        select count(*) as plan_count,
                            count(*) filter (where status not in ('completed', 'cancelled')) as unfinished_plan_count,
                            count(*) filter (where status = 'completed') as completed_plan_count
                        from onboarding_plans
                        where client_id = c.client_id and c.lifecycle_stage = 'onboarding') plan on true
                    left join lateral (
                        select count(*) > 0 as is_known, count(*) filter (where last_seen_on > :today - 30) as active_user_count
                        from (
                            select last_seen_on
                            from product_users
                            where client_id = c.client_id and first_seen_on <= :today and c.lifecycle_stage = 'onboarding'
                            order by last_seen_on desc
                            limit 3) newest) users on true
                    left join lateral (
                        select count(*) as opportunity_count
                        from opportunities
                        where client_id = c.client_id and stage in ('qualified', 'proposed', 'negotiation')
                            and c.lifecycle_stage in ('active', 'expansion')) opportunity on true
                    left join lateral (
                        select count(*) as recent_score_count, max(h.score_date) - min(h.score_date) as recent_score_span_days,
                            min(h.overall) as lowest_recent_score
                        from health_scores h
                        join model using (model_id, model_version)
                        where h.client_id = c.client_id and h.score_date between :today - 13 and :today
                            and h.overall is not null and c.lifecycle_stage = 'at_risk') recent on true
                    """;

    @SqlQuery(FACTS + "where c.client_id = :clientId")
    @RegisterConstructorMapper(LifecycleFacts.class)
    Optional<LifecycleFacts> ofClient(String clientId, LocalDate today, String healthModel);

    /** Reads the facts of the clients of a chunk that have not churned, in the order of their ids. */
    @SqlQuery(
            FACTS
                    + """
                    where c.client_id between :first and :last and c.status <> 'churned'
                        and (cast(:stage as text) is null or c.lifecycle_stage = :stage)
                    order by c.client_id
                    """)
    @RegisterConstructorMapper(LifecycleFacts.class)
    List<LifecycleFacts> ofChunk(
            String first,
            String last,
            @Nullable LifecycleStage stage,
            LocalDate today,
            String healthModel);

    /** Reads the facts of all clients that have not churned, in no particular order. */
    @PlannedForItsValues
    @SqlQuery(
            FACTS
                    + """
                    where c.status <> 'churned' and (cast(:stage as text) is null or c.lifecycle_stage = :stage)
                    """)
    @RegisterConstructorMapper(LifecycleFacts.class)
    void each(
            @Nullable LifecycleStage stage,
            LocalDate today,
            String healthModel,
            Consumer<LifecycleFacts> reader);

    /** Locks these clients, so that no one else moves them until the transaction ends. */
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id between :first and :last and status <> 'churned'
            order by client_id
            for no key update
            """)
    List<String> lock(String first, String last);

    /** Does the same as {@link #lock} for one client, whether or not it has churned. */
    @SqlQuery("select client_id from clients where client_id = :clientId for no key update")
    String lockClient(String clientId);
}
