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
            with closed as (
                select o.type, o.stage = 'won' as is_won,
                    bool_or('qualified' in (h.from_stage, h.to_stage)) as was_qualified,
                    bool_or('proposed' in (h.from_stage, h.to_stage)) as was_proposed,
                    bool_or('negotiation' in (h.from_stage, h.to_stage)) as was_negotiated
                from opportunities o
                left join opportunity_stage_changes h
                    on h.client_id = o.client_id and h.opportunity_id = o.opportunity_id
                where o.stage in ('won', 'lost') and o.closed_on <= :today
                    and o.closed_on > (:today::date - interval '24 months')::date
                group by o.client_id, o.opportunity_id)
            select r.stage, c.type, count(*)::int as closed_count, (count(*) filter (where c.is_won))::int as won_count
            from closed c
            cross join lateral (
                values ('identified', true), ('qualified', c.was_qualified), ('proposed', c.was_proposed),
                    ('negotiation', c.was_negotiated)) as r (stage, is_reached)
            where r.is_reached
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
