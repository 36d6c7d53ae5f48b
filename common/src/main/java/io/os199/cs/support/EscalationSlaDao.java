package io.os199.cs.support;

import io.os199.cs.support.model.SlaClock;
import io.os199.cs.support.model.UpdateKind;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/**
 * What the clocks of many escalations trigger on their own; a caller that writes has locked the rows of the
 * escalations.
 */
interface EscalationSlaDao {
    /**
     * The marks that running clocks have passed at {@code :now} and that are not recorded yet; {@code :times} is
     * JSON.
     */
    String PASSED =
            """
            passed as (
                select e.client_id, e.escalation_id, e.due_at, mark.clock, mark.kind, mark.opening, mark.at
                from escalations e
                join jsonb_to_recordset(cast(:times as jsonb))
                    as time (severity text, acknowledge_hours int, resolve_hours int) using (severity)
                cross join lateral (values
                    ('acknowledge', 'sla_warning', 0,
                        e.acknowledge_due_at - time.acknowledge_hours * interval '15 minutes',
                        e.acknowledged_at is null and :now >=
                            e.acknowledge_due_at - time.acknowledge_hours * interval '15 minutes'),
                    ('acknowledge', 'sla_breach', 0, e.acknowledge_due_at,
                        e.acknowledged_at is null and :now > e.acknowledge_due_at),
                    ('resolve', 'sla_warning', e.reopened_count,
                        e.due_at - time.resolve_hours * interval '15 minutes',
                        :now >= e.due_at - time.resolve_hours * interval '15 minutes'),
                    ('resolve', 'sla_breach', e.reopened_count, e.due_at, :now > e.due_at))
                    as mark (clock, kind, opening, at, is_passed)
                where e.status not in ('resolved', 'closed') and mark.is_passed
                    and not exists (
                        select
                        from escalation_updates u
                        where u.client_id = e.client_id and u.escalation_id = e.escalation_id and u.kind = mark.kind
                            and u.clock = mark.clock and u.opening = mark.opening)
            )
            """;

    /** Locks escalations with a clock that has passed a mark; skips those that another transaction has locked. */
    @SqlQuery(
            "with "
                    + PASSED
                    + """
                    select e.escalation_id
                    from escalations e
                    where e.status not in ('resolved', 'closed')
                        and (e.client_id, e.escalation_id) in (select client_id, escalation_id from passed)
                    order by e.due_at, e.escalation_id
                    limit :most
                    for update of e skip locked
                    """)
    List<String> lockPassed(String times, Instant now, int most);

    /** A mark that was recorded. */
    record Mark(
            String clientId, String escalationId, SlaClock clock, UpdateKind kind, int opening) {}

    /** Records each mark once, in the order in which the clocks passed them. */
    @SqlQuery(
            "with "
                    + PASSED
                    + """
                    insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind, clock, opening)
                    select client_id, escalation_id,
                        row_number() over (partition by client_id, escalation_id order by at, kind desc, clock)
                        + coalesce(
                            (select max(update_no)
                             from escalation_updates u
                             where u.client_id = p.client_id and u.escalation_id = p.escalation_id), 0),
                        :now, :actor, kind, clock, opening
                    from passed p
                    where escalation_id = any(:escalationIds)
                    on conflict do nothing
                    returning client_id, escalation_id, clock, kind, opening
                    """)
    @RegisterConstructorMapper(Mark.class)
    List<Mark> writeMarks(String times, List<String> escalationIds, String actor, Instant now);

    /**
     * Locks the escalations that were solved at or before {@code latest} and have not been closed; skips those that
     * another transaction has locked.
     */
    @SqlQuery(
            """
            select escalation_id
            from escalations
            where status = 'resolved' and resolved_at <= :latest
            order by resolved_at, escalation_id
            limit :most
            for update skip locked
            """)
    List<String> lockSolved(Instant latest, int most);

    /** An escalation that was closed. */
    record Closed(String clientId, String escalationId) {}

    /** Closes those that are still solved, each with an update. */
    @SqlQuery(
            """
            with closed as (
                update escalations
                set status = 'closed', closed_at = :now, updated_at = :now
                where escalation_id = any(:escalationIds) and status = 'resolved'
                returning client_id, escalation_id, reopened_count),
            told as (
                insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind, opening,
                    from_status, to_status)
                select client_id, escalation_id,
                    1 + coalesce(
                        (select max(update_no)
                         from escalation_updates u
                         where u.client_id = closed.client_id and u.escalation_id = closed.escalation_id), 0),
                    :now, :actor, 'status', reopened_count, 'resolved', 'closed'
                from closed)
            select client_id, escalation_id from closed
            """)
    @RegisterConstructorMapper(Closed.class)
    List<Closed> close(List<String> escalationIds, String actor, Instant now);
}
