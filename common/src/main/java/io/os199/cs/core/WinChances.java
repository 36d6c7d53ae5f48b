package io.os199.cs.core;

/** How likely open opportunities are won, by what became of those that closed in the previous 24 months. */
public final class WinChances {
    /**
     * {@code chance}: the probability for each type and open stage at {@code :today}, for opportunities of which
     * nobody has said one, and the number of closed ones of that type that had reached the stage. The rate of a stage
     * counts as ten opportunities beside those of the type; it is a weight to plan with until 20 have closed. Every one
     * was identified once, whatever its changes of stage say.
     */
    public static final String SQL =
            """
            closed_opportunity as (
                select o.type, o.stage = 'won' as is_won,
                    bool_or('qualified' in (h.from_stage, h.to_stage)) as was_qualified,
                    bool_or('proposed' in (h.from_stage, h.to_stage)) as was_proposed,
                    bool_or('negotiation' in (h.from_stage, h.to_stage)) as was_negotiated
                from opportunities o
                left join opportunity_stage_changes h
                    on h.client_id = o.client_id and h.opportunity_id = o.opportunity_id
                where o.stage in ('won', 'lost') and o.closed_on <= :today
                    and o.closed_on > (:today::date - interval '24 months')::date
                group by o.client_id, o.opportunity_id
            ), path as (
                select type, is_won, was_qualified, was_proposed, was_negotiated, count(*) as closed_count
                from closed_opportunity
                group by type, is_won, was_qualified, was_proposed, was_negotiated
            ), reached as materialized (
                select r.stage, p.type, sum(p.closed_count) as closed_count,
                    sum(case when p.is_won then p.closed_count else 0 end) as won_count
                from path p
                cross join lateral (
                    values ('identified', true), ('qualified', p.was_qualified), ('proposed', p.was_proposed),
                        ('negotiation', p.was_negotiated)) as r (stage, is_reached)
                where r.is_reached
                group by r.stage, p.type
            ), of_stage as (
                select w.stage, coalesce(sum(r.closed_count), 0) >= 20 as is_own,
                    case when sum(r.closed_count) >= 20 then sum(r.won_count) / sum(r.closed_count)
                        else w.weight end as rate
                from (values ('identified', 0.10), ('qualified', 0.25), ('proposed', 0.50), ('negotiation', 0.75))
                    as w (stage, weight)
                left join reached r on r.stage = w.stage
                group by w.stage, w.weight
            ), chance as materialized (
                select t.type, s.stage,
                    (coalesce(r.won_count, 0) + 10 * s.rate) / (coalesce(r.closed_count, 0) + 10) as probability,
                    case when s.is_own then 'own_history' else 'planning_weight' end as basis,
                    coalesce(r.closed_count, 0) as closed_count
                from of_stage s
                cross join unnest(array['seats', 'upsell', 'tier_upgrade', 'cross_sell', 'add_on', 'multi_year'])
                    as t (type)
                left join reached r on r.stage = s.stage and r.type = t.type
            )\
            """;

    private WinChances() {}
}
