package io.os199.cs.feedback.voice.loop;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.AssignedTeam;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads feedback as loops; a loop is open until the customer was told what was done. */
@PlannedForItsValues
interface LoopDao {
    /**
     * The loops that began in the period ({@code is_now}), and those from before that are open. A loop closed since
     * has no status, as its earlier status is not stored. {@code contact} is when each client was last called, met or
     * written to; it is read only where a statement joins it.
     */
    String LOOP =
            """
            with loop as (
                select f.client_id, f.feedback_id, f.title, f.contact_email, f.priority,
                    case when f.loop_closed_at >= :known then null else f.status end as status, f.assigned_team, f.source,
                    f.received_at, f.follow_up_by, d.received_on, d.closed_on, s.due_on, s.rank,
                    f.received_at >= :from as is_now,
                    case when f.loop_closed_at < :known then 'closed'
                        when f.loop_closed_at is null and f.status = 'closed'
                            and (f.decided_at is null or f.decided_at < :known) then 'undated'
                        else 'open' end as state
                from feedback f
                cross join lateral (
                    select (f.received_at at time zone 'UTC')::date as received_on,
                        (f.loop_closed_at at time zone 'UTC')::date as closed_on) d
                cross join lateral (
                    select array_position(array['critical', 'high', 'medium', 'low'], f.priority) as rank,
                        d.received_on + case f.priority
                            when 'critical' then 7 when 'high' then 14 when 'medium' then 30 else 90 end as due_on) s
                where f.received_at < :until and (cast(:clientId as text) is null or f.client_id = :clientId)
                    and (f.received_at >= :from or f.loop_closed_at is null or f.loop_closed_at >= :known)
            ),
            judged as (
                select l.*, l.state = 'open' as is_open, l.state = 'open' and l.due_on < cast(:asOf as date) as is_overdue,
                    l.state = 'open' and l.follow_up_by < cast(:asOf as date) as is_follow_up_due
                from loop l
            ),
            contact as materialized (
                select c.client_id, t.occurred_at as last_at
                from clients c
                cross join lateral (
                    select t.occurred_at
                    from touchpoints t
                    where t.client_id = c.client_id and t.occurred_at < :known
                        and (t.direction = 'outbound' or t.kind in ('call', 'meeting'))
                    order by t.occurred_at desc
                    limit 1) t
                where cast(:clientId as text) is null or c.client_id = :clientId
            )
            """;

    /**
     * Counts of loops.
     *
     * @param closedCount those received that were closed
     * @param earlierOpenCount open loops that were received before the period
     * @param judgedCount those received that were closed on a known day or are past their day
     * @param undatedCount those received that were closed on an unknown day
     * @param closedSinceCount those of all open loops that were closed since
     * @param overdueCount those of all open loops that are overdue
     * @param parts counts by priority, team, status and source
     */
    record Tally(
            int receivedCount,
            int closedCount,
            int openCount,
            int earlierOpenCount,
            int judgedCount,
            int inTimeCount,
            int undatedCount,
            int closedSinceCount,
            int overdueCount,
            int urgentOverdueCount,
            int overdueFollowUpCount,
            int shippedOpenCount,
            @Json List<Part> parts) {}

    /** Counts of loops with one value of one dimension. */
    record Part(
            String dimension, String key, int receivedCount, int closedCount, int overdueCount) {}

    /** Counts loops after grouping them once by all that they are counted by. */
    @SqlQuery(
            LOOP
                    + """
                    , alike as (
                        select is_now, is_open, state = 'closed' as is_closed, priority, status, assigned_team, source, count(*) as n,
                            count(*) filter (where state = 'closed' and closed_on <= due_on) as in_time,
                            count(*) filter (where is_overdue) as overdue,
                            count(*) filter (where is_follow_up_due and coalesce(c.last_at <= received_at, true)) as late
                        from judged j
                        left join contact c using (client_id)
                        group by 1, 2, 3, priority, status, assigned_team, source
                    ),
                    part as (
                        select d.dimension, d.key, d.place, coalesce(sum(a.n) filter (where a.is_now), 0)::int as received_count,
                            coalesce(sum(a.n) filter (where a.is_now and not a.is_open), 0)::int as closed_count,
                            sum(a.overdue)::int as overdue_count
                        from alike a
                        cross join lateral (values
                            ('priority', a.priority, array_position(array['critical', 'high', 'medium', 'low'], a.priority)),
                            ('team', a.assigned_team, 0), ('status', a.status, 0), ('source', a.source, 0))
                            d (dimension, key, place)
                        where d.key is not null and (a.is_now or a.overdue > 0)
                        group by d.dimension, d.key, d.place
                    )
                    select coalesce(sum(n) filter (where is_now), 0)::int as received_count,
                        coalesce(sum(n) filter (where is_now and not is_open), 0)::int as closed_count,
                        coalesce(sum(n) filter (where is_now and is_open), 0)::int as open_count,
                        coalesce(sum(n) filter (where not is_now and is_open), 0)::int as earlier_open_count,
                        coalesce(sum(case when is_closed then n else overdue end) filter (where is_now), 0)::int as judged_count,
                        coalesce(sum(in_time) filter (where is_now), 0)::int as in_time_count,
                        coalesce(sum(n) filter (where is_now and not is_open and not is_closed), 0)::int as undated_count,
                        coalesce(sum(n) filter (where is_open and status is null), 0)::int as closed_since_count,
                        coalesce(sum(overdue), 0)::int as overdue_count,
                        coalesce(sum(overdue) filter (where priority in ('critical', 'high')), 0)::int as urgent_overdue_count,
                        coalesce(sum(late), 0)::int as overdue_follow_up_count,
                        coalesce(sum(n) filter (where is_open and status = 'shipped'), 0)::int as shipped_open_count,
                        (select coalesce(jsonb_agg(jsonb_build_object('dimension', dimension, 'key', key, 'received_count', received_count,
                                'closed_count', closed_count, 'overdue_count', overdue_count)
                                order by dimension, place, received_count desc, key), '[]')
                         from part) as parts
                    from alike
                    """)
    @RegisterConstructorMapper(Tally.class)
    Tally tally(@BindMethods VoiceScope scope);

    /** Loops received in the period that took so many days, or have been open for so many. */
    record Case(int days, boolean reached, long count) {}

    @SqlQuery(
            LOOP
                    + """
                    select greatest(0, coalesce(case when state = 'closed' then closed_on end, cast(:asOf as date)) - received_on)
                            as days,
                        state = 'closed' as reached, count(*) as count
                    from judged
                    where is_now and state <> 'undated'
                    group by 1, 2
                    """)
    @RegisterConstructorMapper(Case.class)
    List<Case> cases(@BindMethods VoiceScope scope);

    /** An open loop. */
    record Row(
            String clientId,
            String clientName,
            String feedbackId,
            @Nullable String title,
            @Nullable String contactEmail,
            Severity priority,
            int rank,
            @Nullable FeedbackStatus status,
            int ageDays,
            LocalDate dueOn,
            boolean isOverdue,
            AssignedTeam assignedTeam,
            @Nullable LocalDate followUpBy,
            List<String> insightIds) {}

    String SHOWN =
            """
            select p.client_id, c.name as client_name, p.feedback_id, p.title, p.contact_email, p.priority, p.rank, p.status,
                cast(:asOf as date) - p.received_on as age_days, p.due_on, p.is_overdue, p.assigned_team, p.follow_up_by,
                array(
                    select e.insight_id
                    from insight_evidence e
                    where e.client_id = p.client_id and e.feedback_id = p.feedback_id
                    order by e.insight_id
                    limit 20) as insight_ids
            from page p
            join clients c using (client_id)
            """;

    /** Returns the longest overdue first: falling overdue days are rising due days. */
    @SqlQuery(
            LOOP
                    + """
                    , page as (
                        select *
                        from judged j
                        where j.is_open
                            and (cast(:afterId as text) is null
                                or (j.due_on, j.rank, j.feedback_id, j.client_id)
                                    > (cast(:afterDue as date), :afterRank, :afterId, :afterClient))
                        order by j.due_on, j.rank, j.feedback_id, j.client_id
                        limit :most
                    )
                    """
                    + SHOWN
                    + "order by p.due_on, p.rank, p.feedback_id, p.client_id")
    @RegisterConstructorMapper(Row.class)
    List<Row> open(
            @BindMethods VoiceScope scope,
            @Nullable LocalDate afterDue,
            int afterRank,
            @Nullable String afterId,
            @Nullable String afterClient,
            int most);

    /** Returns open loops that somebody should have followed up, the most overdue first. */
    @SqlQuery(
            LOOP
                    + """
                    , page as (
                        select j.*
                        from judged j
                        left join contact c using (client_id)
                        where j.is_follow_up_due and coalesce(c.last_at <= j.received_at, true)
                        order by j.follow_up_by, j.rank, j.feedback_id, j.client_id
                        limit :most
                    )
                    """
                    + SHOWN
                    + "order by p.follow_up_by, p.rank, p.feedback_id, p.client_id")
    @RegisterConstructorMapper(Row.class)
    List<Row> lateFollowUps(@BindMethods VoiceScope scope, int most);

    /** Returns the ids of overdue loops of priority critical or high, the longest overdue first. */
    @SqlQuery(
            LOOP
                    + """
                    select feedback_id
                    from judged
                    where is_overdue and rank <= 2
                    order by due_on, rank, feedback_id, client_id
                    limit :most
                    """)
    List<String> urgent(@BindMethods VoiceScope scope, int most);

    /** An insight that is neither shipped nor declined. */
    record InsightRow(
            String insightId,
            String title,
            String status,
            int ageDays,
            int feedbackCount,
            int total) {}

    @SqlQuery(
            """
            select i.insight_id, i.title, i.status, cast(:asOf as date) - (i.created_at at time zone 'UTC')::date as age_days,
                count(*)::int as feedback_count, (count(*) over ())::int as total
            from insights i
            join insight_evidence e using (insight_id)
            where i.status not in ('shipped', 'declined') and i.created_at < :known
                and (cast(:clientId as text) is null or e.client_id = :clientId)
            group by i.insight_id
            order by age_days desc, i.insight_id
            limit :most
            """)
    @RegisterConstructorMapper(InsightRow.class)
    List<InsightRow> insights(@BindMethods VoiceScope scope, int most);
}
