package io.os199.cs.feedback.voice.program;

import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.retention.facts.LiveClients;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads figures on the program: who speaks, what is decided, and what people answer afterwards. */
@PlannedForItsValues
interface VoiceProgramDao {
    /** The clients that were live as of the day, and whether they said anything in the period. */
    String LIVE =
            """
            with live as (
                select c.client_id,
                    exists (
                        select
                        from feedback f
                        where f.client_id = c.client_id and f.received_at >= :from and f.received_at < :until)
                    or exists (
                        select
                        from survey_responses r
                        where r.client_id = c.client_id and r.responded_at >= :from and r.responded_at < :until) as spoke
                from clients c
                cross join (select cast(:asOf as date) + 1 as until) w
                where (c.contract_start_date is null or c.contract_start_date < :periodEnd)
                    and (cast(:clientId as text) is null or c.client_id = :clientId) and
            """
                    + LiveClients.ARE_LIVE
                    + ")\n";

    /** The number of live clients, and of those that said anything. */
    record Coverage(int liveCount, int spokeCount) {}

    @SqlQuery(
            LIVE
                    + """
                    select count(*)::int as live_count, (count(*) filter (where spoke))::int as spoke_count
                    from live
                    """)
    @RegisterConstructorMapper(Coverage.class)
    Coverage coverage(@BindMethods VoiceScope scope);

    /** Returns live clients that said nothing, those of the highest ARR first. */
    @SqlQuery(
            LIVE
                    + """
                    select l.client_id
                    from live l
                    left join lateral (
                        select sum(m.arr_delta_amount) as amount
                        from revenue_movements m
                        where m.client_id = l.client_id and m.effective_on < :periodEnd) arr on true
                    where not l.spoke
                    order by coalesce(arr.amount, 0) desc, l.client_id
                    limit :most
                    """)
    List<String> silent(@BindMethods VoiceScope scope, int most);

    /**
     * The feedback received between two instants, and whether it was decided as of the day. Feedback shipped after
     * that day does not count as shipped where its row or the roadmap gives the date; where neither does, it counts,
     * and is undated.
     */
    String DECIDED =
            """
            with item as (
                select s.is_shipped, s.is_undated, f.source, (f.received_at at time zone 'UTC')::date as received_on,
                    (f.decided_at at time zone 'UTC')::date as decided_on,
                    f.status in ('planned', 'in_progress', 'shipped', 'declined', 'closed')
                        and (f.decided_at is null or f.decided_at < :known) as is_decided,
                    f.loop_closed_at < :known or f.loop_closed_at is null and f.status = 'closed'
                        and (f.decided_at is null or f.decided_at < :known) as is_closed
                from feedback f
                left join lateral (
                    select min(greatest(i.shipped_on, (l.linked_at at time zone 'UTC')::date)) as shipped_on
                    from roadmap_feedback l
                    join roadmap_items i using (item_id)
                    where l.client_id = f.client_id and l.feedback_id = f.feedback_id and i.shipped_on is not null
                        and (f.status = 'shipped' or f.loop_outcome = 'shipped') and f.updated_at >= :known) r on true
                cross join lateral (
                    select f.status = 'shipped' or coalesce(f.loop_outcome = 'shipped', false) as is_now,
                        f.updated_at < :known or coalesce(f.loop_closed_at < :known, false) as is_known) p
                cross join lateral (
                    select p.is_now and (p.is_known or coalesce(r.shipped_on <= cast(:asOf as date), true)) as is_shipped,
                        p.is_now and not p.is_known and r.shipped_on is null as is_undated) s
                where f.received_at >= :after and f.received_at < :before
                    and (cast(:clientId as text) is null or f.client_id = :clientId)
            )
            """;

    /**
     * The decisions on feedback of one source, or of all.
     *
     * @param source absent: all
     * @param undatedShippedCount items shipped on a day that was not stored
     */
    record Decisions(
            @Nullable FeedbackSource source,
            int itemCount,
            int decidedCount,
            int shippedCount,
            int undatedShippedCount,
            int closedCount) {}

    /** Returns the figures for all sources first, then by source. */
    @SqlQuery(
            DECIDED
                    + """
                    select source, count(*)::int as item_count, (count(*) filter (where is_decided))::int as decided_count,
                        (count(*) filter (where is_decided and is_shipped))::int as shipped_count,
                        (count(*) filter (where is_decided and is_undated))::int as undated_shipped_count,
                        (count(*) filter (where is_closed))::int as closed_count
                    from item
                    group by grouping sets ((), (source))
                    order by source is not null, item_count desc, source
                    """)
    @RegisterConstructorMapper(Decisions.class)
    List<Decisions> decisions(@BindMethods VoiceScope scope, Instant after, Instant before);

    /** Feedback that was decided after so many days, or has been undecided for so many. */
    record Case(int days, boolean reached, long count) {}

    /** Returns the cases, without feedback that was decided on an unknown day. */
    @SqlQuery(
            DECIDED
                    + """
                    select greatest(0, case when is_decided then decided_on else cast(:asOf as date) end - received_on) as days,
                        is_decided as reached, count(*) as count
                    from item
                    where not is_decided or decided_on is not null
                    group by 1, 2
                    """)
    @RegisterConstructorMapper(Case.class)
    List<Case> cases(@BindMethods VoiceScope scope, Instant after, Instant before);

    /** The NPS of people before and after their loop was closed. */
    record Pairs(
            int pairCount,
            @Nullable Double meanBefore,
            @Nullable Double meanAfter,
            @Nullable Double meanChange,
            @Nullable Double deviation) {}

    /**
     * Compares one pair per person: the last answer before and the first after, for the earliest loop that has both.
     */
    @SqlQuery(
            """
            with closed as (
                select f.client_id, lower(f.contact_email) as email, f.loop_closed_at
                from feedback f
                where f.loop_closed_at >= :from and f.loop_closed_at < :until and f.contact_email is not null
                    and (cast(:clientId as text) is null or f.client_id = :clientId)
            ),
            answer as (
                select r.client_id, lower(coalesce(r.contact_email, p.email)) as email, r.score, r.responded_at
                from survey_responses r
                left join contacts p on p.client_id = r.client_id and p.contact_id = r.contact_id
                where r.kind = 'nps' and r.client_id in (select client_id from closed) and r.responded_at < :known
            ),
            pair as (
                select distinct on (c.client_id, c.email) b.score as before, a.score as after
                from closed c
                cross join lateral (
                    select n.score
                    from answer n
                    where n.client_id = c.client_id and n.email = c.email and n.responded_at < c.loop_closed_at
                        and n.responded_at >= c.loop_closed_at - interval '180 days'
                    order by n.responded_at desc
                    limit 1) b
                cross join lateral (
                    select n.score
                    from answer n
                    where n.client_id = c.client_id and n.email = c.email
                        and (n.responded_at at time zone 'UTC')::date - (c.loop_closed_at at time zone 'UTC')::date
                            between 1 and 180
                    order by n.responded_at
                    limit 1) a
                order by c.client_id, c.email, c.loop_closed_at
            )
            select count(*)::int as pair_count, avg(before)::float8 as mean_before, avg(after)::float8 as mean_after,
                avg(after - before)::float8 as mean_change, stddev_samp(after - before)::float8 as deviation
            from pair
            """)
    @RegisterConstructorMapper(Pairs.class)
    Pairs pairs(@BindMethods VoiceScope scope);
}
