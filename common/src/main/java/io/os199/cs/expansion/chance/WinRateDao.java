package io.os199.cs.expansion.chance;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads the outcomes of opportunities. */
interface WinRateDao {
    /**
     * Counts closed opportunities by stage reached. Every one was identified once, whatever its changes of stage say.
     */
    @SqlQuery(
            """
            with closed as materialized (
                select client_id, opportunity_id, type, stage = 'won' as is_won
                from opportunities
                where stage in ('won', 'lost') and closed_on <= :today
                    and closed_on > (:today::date - interval '24 months')::date),
            reached as (
                select client_id, opportunity_id, 'identified' as stage from closed
                union
                select c.client_id, c.opportunity_id, s.stage
                from closed c
                join opportunity_stage_changes h on h.client_id = c.client_id and h.opportunity_id = c.opportunity_id
                cross join lateral (values (h.from_stage), (h.to_stage)) as s (stage)
                where s.stage in ('qualified', 'proposed', 'negotiation'))
            select r.stage, c.type, count(*)::int as closed_count, (count(*) filter (where c.is_won))::int as won_count
            from reached r
            join closed c on c.client_id = r.client_id and c.opportunity_id = r.opportunity_id
            group by r.stage, c.type
            """)
    @RegisterConstructorMapper(Closed.class)
    List<Closed> closed(LocalDate today);

    @SqlQuery(
            """
            select type, count(*)::int as won_count,
                percentile_cont(0.5) within group (order by closed_on - (created_at at time zone 'UTC')::date)
                    as median_days
            from opportunities
            where stage = 'won' and closed_on <= :today and closed_on > (:today::date - interval '24 months')::date
            group by type
            """)
    @RegisterConstructorMapper(Length.class)
    List<Length> lengths(LocalDate today);

    /** Closed opportunities of a type that had reached a stage. */
    record Closed(OpportunityStage stage, OpportunityType type, int closedCount, int wonCount) {}

    /** The time that won opportunities of a type took. */
    record Length(OpportunityType type, int wonCount, double medianDays) {}
}
