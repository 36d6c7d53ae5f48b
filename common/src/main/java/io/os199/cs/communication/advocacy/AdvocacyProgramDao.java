package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.AdvocacyProgramReport.Coverage;
import io.os199.cs.communication.advocacy.AdvocacyProgramReport.StandingCount;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Counts the results of the program. */
interface AdvocacyProgramDao {
    /**
     * The figures of a period as queried.
     *
     * @param pricelessCount deals that were won but have no known value
     */
    record Figures(
            int advocateCount,
            @Json List<StandingCount> standings,
            int enrolledCount,
            int withdrawnCount,
            int contributionCount,
            @Json Map<String, Integer> byType,
            int activeCount,
            int contributingCount,
            int dealCount,
            int wonCount,
            int pricelessCount,
            BigDecimal wonAmount,
            int wonReferenceCount,
            int lostReferenceCount) {}

    /**
     * Counts advocates as they were at the end: by the points they had then, and withdrawn if they had withdrawn. The
     * latest information about a deal counts, whichever contribution it came with.
     *
     * @param tiers the tiers with the points from which each is earned
     * @param until the end as an instant
     */
    @SqlQuery(
            """
            with worth as (
                select tier, starts from jsonb_to_recordset(cast(:tiers as jsonb)) as w(tier text, starts int)
            ),
            earned_later as (
                select client_id, advocate_id, sum(points)::int as points
                from advocacy_contributions
                where at >= :until and points > 0
                group by 1, 2
            ),
            standing as (
                select a.client_id, a.advocate_id,
                    case when a.status <> 'withdrawn' then a.status
                        when coalesce(a.withdrawn_on < :end, true) then 'withdrawn'
                        else 'active' end as status,
                    (select w.tier
                     from worth w
                     where w.starts <= greatest(a.lifetime_points - coalesce(l.points, 0), f.starts)
                     order by w.starts desc
                     limit 1) as tier
                from advocates a
                join worth f on f.tier = a.tier_floor
                left join earned_later l using (client_id, advocate_id)
                where a.enrolled_on < :end
            ),
            told as (
                select *
                from advocacy_contributions
                where at >= :from and at < :until and type not in ('bonus', 'redemption')
            ),
            deal as (
                select k.deal_reference,
                    (array_agg(coalesce(k.deal_outcome, 'open') order by k.updated_at desc, k.contribution_id desc))[1]
                        as outcome,
                    (array_agg(k.deal_value_amount order by k.updated_at desc, k.contribution_id desc)
                        filter (where k.deal_value_amount is not null))[1] as amount,
                    exists (select from told t where t.deal_reference = k.deal_reference and t.type = 'reference')
                        as has_reference
                from advocacy_contributions k
                where k.deal_reference in (select deal_reference from told)
                group by k.deal_reference
            )
            select
                (select count(*)::int from standing) as advocate_count,
                (select coalesce(jsonb_agg(jsonb_build_object(
                        'status', s.status, 'tier', s.tier, 'advocate_count', s.advocates)
                        order by array_position(array['active', 'paused', 'withdrawn'], s.status), s.starts), '[]')
                 from (select status, tier, w.starts, count(*)::int as advocates
                       from standing join worth w using (tier)
                       group by 1, 2, 3) s) as standings,
                (select count(*)::int from advocates where enrolled_on >= :start and enrolled_on < :end) as enrolled_count,
                (select count(*)::int from advocates where withdrawn_on >= :start and withdrawn_on < :end)
                    as withdrawn_count,
                (select count(*)::int from told) as contribution_count,
                (select coalesce(jsonb_object_agg(n.type, n.entries), '{}')
                 from (select type, count(*)::int as entries from told group by type) n) as by_type,
                (select count(*)::int from standing where status = 'active') as active_count,
                (select count(*)::int from standing s
                 where s.status = 'active' and exists (
                     select from told t where t.client_id = s.client_id and t.advocate_id = s.advocate_id))
                    as contributing_count,
                d.*
            from (select count(*)::int as deal_count,
                      count(*) filter (where outcome = 'won')::int as won_count,
                      count(*) filter (where outcome = 'won' and amount is null)::int as priceless_count,
                      coalesce(sum(amount) filter (where outcome = 'won'), 0) as won_amount,
                      count(*) filter (where outcome = 'won' and has_reference)::int as won_reference_count,
                      count(*) filter (where outcome = 'lost' and has_reference)::int as lost_reference_count
                  from deal) d
            """)
    @RegisterConstructorMapper(Figures.class)
    Figures figures(LocalDate start, LocalDate end, Instant from, Instant until, String tiers);

    /** The numbers of participating advocates who need attention. */
    record Attention(int endangeredCount, int nearCount, int quietCount) {}

    @SqlQuery(
            AdvocateReadDao.KNOWN
                    + """
                    where a.status = 'active'),
                    worth as (
                        select tier, starts from jsonb_to_recordset(cast(:tiers as jsonb)) as w(tier text, starts int))
                    select count(*) filter (where k.health_band in ('at_risk', 'critical'))::int as endangered_count,
                        count(*) filter (where (
                            select min(w.starts) from worth w where w.starts > n.starts) - k.lifetime_points <= :near)::int
                            as near_count,
                        count(*) filter (where cast(:today as date)
                            - coalesce(k.last_contribution_on, k.enrolled_on) >= :quiet)::int as quiet_count
                    from known k
                    join worth n on n.tier = k.tier
                    """)
    @RegisterConstructorMapper(Attention.class)
    Attention attention(LocalDate today, String tiers, int near, int quiet);

    @SqlQuery(
            AdvocateReadDao.KNOWN
                    + """
                    where a.status = 'active'),
                    speaking as (
                        select client_id, count(*) as active, count(*) filter (where cardinality(obstacles) = 0) as available
                        from known
                        group by client_id)
                    select c.industry, c.tier as client_tier, count(*)::int as active_client_count,
                        coalesce(sum(s.active), 0)::int as active_advocate_count,
                        coalesce(sum(s.available), 0)::int as available_advocate_count
                    from clients c
                    left join speaking s using (client_id)
                    where c.status = 'active'
                    group by c.industry, c.tier
                    order by active_client_count desc, c.industry nulls last, c.tier
                    """)
    @RegisterConstructorMapper(Coverage.class)
    List<Coverage> coverage(LocalDate today);
}
