package io.os199.cs.communication.review;

import io.os199.cs.communication.review.ReviewFacts.Health;
import io.os199.cs.communication.review.ReviewFacts.Now;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the facts about a client from which a review is prepared. */
interface ReviewFactsDao {
    /** The last review that was held. */
    record Last(LocalDate heldOn, String reviewId, int version) {}

    @SqlQuery(
            """
            select (completed_at at time zone 'UTC')::date as held_on, review_id, version
            from executive_reviews
            where client_id = :clientId and status = 'completed' and review_id <> :except
                and (completed_at at time zone 'UTC')::date <= :asOf
            order by completed_at desc, review_id desc
            limit 1
            """)
    @RegisterConstructorMapper(Last.class)
    Optional<Last> last(String clientId, String except, LocalDate asOf);

    /**
     * Returns the scores. When nothing was scored by the first day, the first score after it is the one compared
     * with; when nothing was scored since, nothing has changed.
     */
    @SqlQuery(
            """
            with scored as (
                select h.score_date, h.overall, h.usage, h.engagement, h.support, h.satisfaction
                from scoring_models m
                join health_scores h on h.client_id = :clientId and h.model_id = m.model_id
                    and h.model_version = m.model_version
                    and h.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
                where m.kind = 'health' and m.status = 'active' and m.name = :model and h.overall is not null
                    and h.score_date <= :asOf),
            newest as (select * from scored order by score_date desc limit 1),
            before as (
                select s.* from scored s, newest n
                where s.score_date < n.score_date or s.score_date <= cast(:start as date)
                order by s.score_date > cast(:start as date),
                    case when s.score_date <= cast(:start as date) then s.score_date end desc, s.score_date
                limit 1)
            select n.score_date as scored_on, n.overall as score, b.score_date as before_on, b.overall as before,
                n.usage - b.usage as usage, n.engagement - b.engagement as engagement, n.support - b.support as support,
                n.satisfaction - b.satisfaction as satisfaction
            from newest n
            left join before b on true
            """)
    @RegisterConstructorMapper(Health.class)
    Optional<Health> health(String clientId, String model, LocalDate start, LocalDate asOf);

    @SqlQuery(
            """
            with reached as (
                select achieved_on as day from adoption_milestones
                where client_id = :clientId and achieved_on >= :before and achieved_on < :end
                union all
                select completed_on from onboarding_milestones
                where client_id = :clientId and completed_on >= :before and completed_on < :end),
            escalation as (
                select escalation_id, opened_at, due_at, owner
                from escalations
                where client_id = :clientId and status not in ('resolved', 'closed')),
            oldest as (select * from escalation order by opened_at, escalation_id limit 1),
            opportunity as (
                select count(*)::int as n, count(*) filter (where value_amount is null)::int as unvalued,
                    coalesce(sum(value_amount), 0) as amount
                from opportunities
                where client_id = :clientId and stage not in ('won', 'lost'))
            select c.contract_value as arr_amount, c.renewal_date,
                (select count(*)::int from reached where day >= :start) as milestones,
                (select count(*)::int from reached where day < :start) as milestones_before,
                (select count(*)::int from escalation) as open_escalations,
                o.escalation_id as oldest_escalation_id, (o.opened_at at time zone 'UTC')::date as oldest_escalation_on,
                (o.due_at at time zone 'UTC')::date as oldest_escalation_due, o.owner as oldest_escalation_owner,
                (select count(*)::int from escalation
                    where (opened_at at time zone 'UTC')::date < cast(:end as date) - 15) as aged_escalations,
                (select count(*)::int from risk_indicators
                    where client_id = :clientId and resolved_at is null and severity in ('critical', 'high'))
                    as open_high_risks,
                p.n as open_opportunities, p.unvalued as unvalued_opportunities, p.amount as opportunities_amount
            from clients c
            cross join opportunity p
            left join oldest o on true
            where c.client_id = :clientId
            """)
    @RegisterConstructorMapper(Now.class)
    Now now(String clientId, LocalDate before, LocalDate start, LocalDate end);

    @SqlQuery(
            """
            select count(*) from contacts
            where client_id = :clientId and contact_id = any(:contactIds) and left_company_at is null
                and role in ('decision_maker', 'executive_sponsor')
            """)
    long deciders(String clientId, List<String> contactIds);
}
