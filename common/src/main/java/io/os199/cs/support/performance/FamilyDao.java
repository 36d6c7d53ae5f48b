package io.os199.cs.support.performance;

import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads families of figures over consecutive spans, one family per method; span 1 lies between the first two bounds.
 * Each figure is given for all tickets of the scope (dimension and key are empty) and by the requested {@code
 * dimensions}.
 */
@PlannedForItsValues
interface FamilyDao {
    /** The instants that bound the spans, and the first and the last of these instants. */
    record Bounds(List<String> bounds, Instant first, Instant last) {
        static Bounds of(List<Instant> instants) {
            return new Bounds(
                    instants.stream().map(Instant::toString).toList(),
                    instants.getFirst(),
                    instants.getLast());
        }
    }

    /** The condition that a ticket {@code t} belongs to the scope. */
    String OF_SCOPE =
            """
            t.deleted_at is null
                and (cast(:clientId as text) is null or t.client_id = :clientId)
                and (cast(:team as text) is null or t.team = :team)
                and (cast(:agentId as text) is null or t.agent_id = :agentId)
                and (cast(:priority as text) is null or t.priority = :priority)
                and (cast(:category as text) is null or t.category = :category)
            """;

    /** The groups of a ticket: all tickets, and its priority, category and agent. */
    String GROUPS =
            """
            cross join lateral (values ('', ''), ('priority', t.priority), ('category', t.category),
                ('agent', coalesce(t.agent_id, ''))) g (dimension, key)
            where (g.dimension = '' or g.dimension = any(:dimensions))
            """;

    /**
     * Each time that a ticket was resolved, taken from its status changes and from the ticket itself, which may have
     * come without any.
     */
    String RESOLUTIONS =
            """
            select m.client_id, m.ticket_id, m.at
            from ticket_status_changes m
            where m.at >= :first and m.at < :last and m.to_status = 'resolved'
                and (cast(:clientId as text) is null or m.client_id = :clientId)
            union
            select t.client_id, t.ticket_id, t.resolved_at
            from tickets t
            where t.resolved_at >= :first and t.resolved_at < :last and
            """
                    + OF_SCOPE;

    /** The span, dimension and key that figures belong to. */
    record Place(int no, String dimension, String key) {}

    /** The numbers of tickets opened, of those escalated, and of tickets resolved, closed and reopened. */
    record Volume(
            int no,
            String dimension,
            String key,
            long opened,
            long escalated,
            long resolved,
            long closed,
            long reopened) {}

    @SqlQuery(
            """
            with happened as (
                select 'opened' as kind, t.client_id, t.ticket_id, t.opened_at as at
                from tickets t
                where t.opened_at >= :first and t.opened_at < :last and
            """
                    + OF_SCOPE
                    + "union all select 'resolved', r.* from ("
                    + RESOLUTIONS
                    + """
                        ) r
                        union all
                        select case m.to_status when 'closed' then 'closed' else 'reopened' end, m.client_id, m.ticket_id, m.at
                        from ticket_status_changes m
                        where m.at >= :first and m.at < :last
                            and (m.to_status = 'closed' or m.from_status in ('resolved', 'closed') and m.to_status <> 'resolved')
                            and (cast(:clientId as text) is null or m.client_id = :clientId)
                        union all
                        select 'closed', t.client_id, t.ticket_id, t.closed_at
                        from tickets t
                        where t.closed_at >= :first and t.closed_at < :last and
                    """
                    + OF_SCOPE
                    + """
                    ),
                    each_once as (
                        select distinct kind, client_id, ticket_id,
                            width_bucket(at, cast(:bounds as timestamptz[])) as no
                        from happened)
                    select e.no, g.dimension, g.key,
                        count(*) filter (where e.kind = 'opened') as opened,
                        count(*) filter (where e.kind = 'opened' and t.escalated_at < :cut) as escalated,
                        count(*) filter (where e.kind = 'resolved') as resolved,
                        count(*) filter (where e.kind = 'closed') as closed,
                        count(*) filter (where e.kind = 'reopened') as reopened
                    from each_once e
                    join tickets t on t.client_id = e.client_id and t.ticket_id = e.ticket_id
                    """
                    + GROUPS
                    + "and "
                    + OF_SCOPE
                    + "group by e.no, g.dimension, g.key")
    @RegisterConstructorMapper(Volume.class)
    List<Volume> volumes(
            @BindMethods TicketScope scope,
            @BindMethods Bounds spans,
            List<String> dimensions,
            Instant cut);

    /**
     * The number of tickets neither resolved nor closed at one of several instants, numbered from 1; {@code first} is
     * the earliest of them.
     */
    record Backlog(int no, String dimension, String key, long backlog) {}

    @SqlQuery(
            """
            select p.no::int as no, g.dimension, g.key, count(*) as backlog
            from tickets t
            join unnest(cast(:points as timestamptz[])) with ordinality as p (at, no) on t.opened_at < p.at
                and coalesce(t.resolved_at, t.closed_at, 'infinity') >= p.at
                and (t.reopen_count = 0 or coalesce((
                    select m.to_status
                    from ticket_status_changes m
                    where m.client_id = t.client_id and m.ticket_id = t.ticket_id and m.at < p.at
                    order by m.at desc, m.change_id desc
                    limit 1), 'open') not in ('resolved', 'closed'))
            """
                    + GROUPS
                    + "and coalesce(t.resolved_at, t.closed_at, 'infinity') >= :first and "
                    + OF_SCOPE
                    + "group by p.no, g.dimension, g.key")
    @RegisterConstructorMapper(Backlog.class)
    List<Backlog> backlogs(
            @BindMethods TicketScope scope,
            Instant first,
            String[] points,
            List<String> dimensions);

    /**
     * How long something took, in minutes.
     *
     * @param measure {@code first_response} and {@code resolution} by the ticket's clock; those that end in {@code
     *     _elapsed} in elapsed time
     */
    record Duration(
            int no,
            String dimension,
            String key,
            String measure,
            long n,
            double mean,
            double p50,
            double p90,
            double p95) {}

    @SqlQuery(
            """
            select width_bucket(d.at, cast(:bounds as timestamptz[])) as no, g.dimension, g.key, d.measure, count(*) as n,
                avg(d.minutes) as mean,
                percentile_cont(0.5) within group (order by d.minutes) as p50,
                percentile_cont(0.9) within group (order by d.minutes) as p90,
                percentile_cont(0.95) within group (order by d.minutes) as p95
            from tickets t
            cross join lateral (values
                ('first_response', t.first_response_at, t.first_response_seconds / 60.0::double precision),
                ('first_response_elapsed', t.first_response_at,
                    extract(epoch from t.first_response_at - t.opened_at)::double precision / 60),
                ('resolution', t.resolved_at, t.resolution_seconds / 60.0::double precision),
                ('resolution_elapsed', t.resolved_at, extract(epoch from t.resolved_at - t.opened_at)::double precision / 60))
                as d (measure, at, minutes)
            """
                    + GROUPS
                    + """
                    and (t.first_response_at >= :first or t.resolved_at >= :first)
                    and d.at >= :first and d.at < :last and d.minutes is not null and
                    """
                    + OF_SCOPE
                    + "group by 1, g.dimension, g.key, d.measure")
    @RegisterConstructorMapper(Duration.class)
    List<Duration> durations(
            @BindMethods TicketScope scope, @BindMethods Bounds spans, List<String> dimensions);

    /**
     * When each clock of the tickets {@code t} was decided, and whether it was met: at the instant that satisfied it
     * in time or, failing that, at the instant at which it was due, once that has passed. So a ticket that no one
     * answers counts as late.
     */
    String DECISIONS =
            """
            cross join lateral (values
                ('first_response',
                    case when t.first_response_breached_at is not null then t.first_response_breached_at
                        when t.first_response_at <= t.first_response_due_at then t.first_response_at
                        when t.first_response_due_at < :cut then t.first_response_due_at end,
                    t.first_response_breached_at is null and t.first_response_at <= t.first_response_due_at),
                ('resolution',
                    case when t.resolution_breached_at is not null then t.resolution_breached_at
                        when coalesce(t.resolved_at, t.closed_at) <= t.resolution_due_at
                            then coalesce(t.resolved_at, t.closed_at)
                        when t.resolution_due_at < least(:cut, t.sla_paused_at) then t.resolution_due_at end,
                    t.resolution_breached_at is null and coalesce(t.resolved_at, t.closed_at) <= t.resolution_due_at))
                d (clock, at, is_met)
            """;

    /**
     * The condition that a clock of a ticket may have been decided in [{@code :first}, {@code :last}): the ticket was
     * opened before the end, and one of its instants is not before the start.
     */
    String UNDECIDED =
            """
            t.opened_at < :last and greatest(t.first_response_at, t.first_response_due_at, t.first_response_breached_at,
                t.resolved_at, t.resolution_due_at, t.resolution_breached_at) >= :first
            """;

    /** How many clocks were decided, and how many of them were met. */
    record Decided(int no, String dimension, String key, String clock, long decided, long met) {}

    @SqlQuery(
            """
            select width_bucket(d.at, cast(:bounds as timestamptz[])) as no, g.dimension, g.key, d.clock, count(*) as decided,
                count(*) filter (where d.is_met) as met
            from tickets t
            """
                    + DECISIONS
                    + GROUPS
                    + "and d.at >= :first and d.at < :last and "
                    + UNDECIDED
                    + "and "
                    + OF_SCOPE
                    + "group by 1, g.dimension, g.key, d.clock")
    @RegisterConstructorMapper(Decided.class)
    List<Decided> decisions(
            @BindMethods TicketScope scope,
            @BindMethods Bounds spans,
            List<String> dimensions,
            Instant cut);

    /**
     * What happened to the tickets that were resolved.
     *
     * @param rated on any scale, counting only a ticket's last resolution; {@code rated1} to {@code rated5} count
     *     ratings on the five-point scale
     * @param satisfied rated four or five, or good
     * @param reopened reopened after their first resolution in that span
     * @param counted those whose answers are known individually; {@code oneTouch} have a single answer
     */
    record Outcome(
            int no,
            String dimension,
            String key,
            long resolved,
            long rated,
            long satisfied,
            long rated1,
            long rated2,
            long rated3,
            long rated4,
            long rated5,
            long reopened,
            long counted,
            long oneTouch) {}

    @SqlQuery(
            "with resolution as ("
                    + RESOLUTIONS
                    + """
                    ),
                    resolved as (
                        select client_id, ticket_id, width_bucket(at, cast(:bounds as timestamptz[])) as no, min(at) as at
                        from resolution
                        group by 1, 2, 3),
                    answered as materialized (
                        select r.no, t.priority, t.category, t.agent_id, t.satisfaction, t.satisfaction_scale,
                            t.first_response_at,
                            coalesce(width_bucket(t.resolved_at, cast(:bounds as timestamptz[])) = r.no, false) as is_last, (
                                select count(*)
                                from ticket_comments m
                                where m.client_id = t.client_id and m.ticket_id = t.ticket_id and m.author_type = 'agent'
                                    and m.is_public and not m.is_unsent) as answers,
                            exists (
                                select
                                from ticket_status_changes m
                                where m.client_id = t.client_id and m.ticket_id = t.ticket_id and m.at > r.at
                                    and m.from_status in ('resolved', 'closed') and m.to_status not in ('resolved', 'closed'))
                                as is_reopened
                        from resolved r
                        join tickets t on t.client_id = r.client_id and t.ticket_id = r.ticket_id
                        where
                    """
                    + OF_SCOPE
                    + """
                    )
                    select t.no, g.dimension, g.key, count(*) as resolved,
                        count(*) filter (where t.is_last and t.satisfaction is not null) as rated,
                        count(*) filter (where t.is_last and t.satisfaction >= 4) as satisfied,
                        count(*) filter (where t.is_last and t.satisfaction_scale = 'five_point' and t.satisfaction = 1) as rated1,
                        count(*) filter (where t.is_last and t.satisfaction_scale = 'five_point' and t.satisfaction = 2) as rated2,
                        count(*) filter (where t.is_last and t.satisfaction_scale = 'five_point' and t.satisfaction = 3) as rated3,
                        count(*) filter (where t.is_last and t.satisfaction_scale = 'five_point' and t.satisfaction = 4) as rated4,
                        count(*) filter (where t.is_last and t.satisfaction_scale = 'five_point' and t.satisfaction = 5) as rated5,
                        count(*) filter (where t.is_reopened) as reopened,
                        count(*) filter (where t.answers > 0 or t.first_response_at is null) as counted,
                        count(*) filter (where t.answers = 1) as one_touch
                    from answered t
                    """
                    + GROUPS
                    + "group by t.no, g.dimension, g.key")
    @RegisterConstructorMapper(Outcome.class)
    List<Outcome> outcomes(
            @BindMethods TicketScope scope, @BindMethods Bounds spans, List<String> dimensions);

    /** Returns when the first ticket of the scope was opened. */
    @SqlQuery(
            "select t.opened_at from tickets t where " + OF_SCOPE + "order by t.opened_at limit 1")
    Optional<Instant> firstOpened(@BindMethods TicketScope scope);
}
