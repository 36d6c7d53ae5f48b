package io.os199.cs.feedback.voice.loop;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.AssignedTeam;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.platform.database.PlannedForItsValues;

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
     * has no status, as its earlier status is not stored.
     */
    String LOOP =
            """
            with loop as (
                select f.client_id, f.feedback_id, f.title, f.contact_email, f.priority,
                    case when d.closed_on > cast(:asOf as date) then null else f.status end as status, f.assigned_team, f.source,
                    f.received_at, f.follow_up_by, d.received_on, d.closed_on, s.due_on, s.rank,
                    f.received_at >= :from as is_now,
                    case when d.closed_on <= cast(:asOf as date) then 'closed'
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
                    l.state = 'open' and l.follow_up_by < cast(:asOf as date) and not exists (
                        select
                        from touchpoints t
                        where t.client_id = l.client_id and t.occurred_at > l.received_at and t.occurred_at < :known
                            and (t.direction = 'outbound' or t.kind in ('call', 'meeting'))) as is_follow_up_overdue
                from loop l
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
            int shippedOpenCount) {}

    @SqlQuery(
            LOOP
                    + """
                    select count(*) filter (where is_now)::int as received_count,
                        count(*) filter (where is_now and not is_open)::int as closed_count,
                        count(*) filter (where is_now and is_open)::int as open_count,
                        count(*) filter (where not is_now and is_open)::int as earlier_open_count,
                        count(*) filter (where is_now and (state = 'closed' or is_overdue))::int as judged_count,
                        count(*) filter (where is_now and state = 'closed' and closed_on <= due_on)::int as in_time_count,
                        count(*) filter (where is_now and state = 'undated')::int as undated_count,
                        count(*) filter (where is_open and status is null)::int as closed_since_count,
                        count(*) filter (where is_overdue)::int as overdue_count,
                        count(*) filter (where is_overdue and rank <= 2)::int as urgent_overdue_count,
                        count(*) filter (where is_follow_up_overdue)::int as overdue_follow_up_count,
                        count(*) filter (where is_open and status = 'shipped')::int as shipped_open_count
                    from judged
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

    /** Counts of loops with one value of one dimension. */
    record Part(
            String dimension, String key, int receivedCount, int closedCount, int overdueCount) {}

    @SqlQuery(
            LOOP
                    + """
                    select d.dimension, d.key, count(*) filter (where is_now)::int as received_count,
                        count(*) filter (where is_now and not is_open)::int as closed_count,
                        count(*) filter (where is_overdue)::int as overdue_count
                    from judged j
                    cross join lateral (values
                        ('priority', j.priority, j.rank), ('team', j.assigned_team, 0), ('status', j.status, 0),
                        ('source', j.source, 0)) d (dimension, key, place)
                    where d.key is not null
                    group by d.dimension, d.key, d.place
                    having count(*) filter (where is_now) > 0 or count(*) filter (where is_overdue) > 0
                    order by d.dimension, d.place, received_count desc, d.key
                    """)
    @RegisterConstructorMapper(Part.class)
    List<Part> parts(@BindMethods VoiceScope scope);

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
                        select *
                        from judged j
                        where j.is_follow_up_overdue
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
