package io.os199.cs.support.ticket;

import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The tables of tickets, for many tickets of another system at a time. */
interface RemoteTicketDao {
    /** The columns of {@link RemoteTickets.NewRow}. */
    String GIVEN =
            """
            given as (
                select n.ticket_id, g.*
                from jsonb_to_recordset(cast(:given as jsonb)) as n (ticket_id text, ticket jsonb)
                cross join lateral jsonb_to_record(n.ticket) as g (client_id text, external_id text, subject text,
                    description_text text, priority text, category text, status text, requester_email text,
                    requester_name text, agent_id text, team text, tags text[], opened_at timestamptz,
                    remote_updated_at timestamptz, satisfaction smallint, satisfaction_scale text,
                    satisfaction_comment_text text, deleted boolean))
            """;

    /**
     * Pairs of statuses, ours and what is read, for which a system has only one word that we can send: a status of
     * ours that was reported to it as that word still holds.
     */
    String ONE_WORD =
            """
             in (('intercom', 'closed', 'resolved'), ('intercom', 'pending', 'waiting_on_customer'),
                ('intercom', 'waiting_on_customer', 'pending'), ('zendesk', 'closed', 'resolved'))
            """;

    /** The status that a ticket {@code t} has after the write. */
    String STATUS =
            "case when (cast(:source as text), t.status, excluded.status)"
                    + ONE_WORD
                    + " then t.status else excluded.status end";

    /** The category that a ticket {@code t} has after the write; Intercom knows none. */
    String CATEGORY =
            "case when cast(:source as text) = 'intercom' then t.category else excluded.category"
                    + " end";

    /** The columns of {@link StoredClock}, set from {@code k}. */
    String CLOCK =
            """
            calendar_id = k.calendar_id, first_response_target_minutes = k.first_response_target_minutes,
            resolution_target_minutes = k.resolution_target_minutes, first_response_due_at = k.first_response_due_at,
            resolution_due_at = k.resolution_due_at, first_response_risk_at = k.first_response_risk_at,
            resolution_risk_at = k.resolution_risk_at, first_response_breached_at = k.first_response_breached_at,
            resolution_breached_at = k.resolution_breached_at, sla_paused_at = k.sla_paused_at,
            sla_paused_seconds = coalesce(k.sla_paused_seconds, 0), first_response_seconds = k.first_response_seconds,
            resolution_seconds = k.resolution_seconds
            """;

    /** The table {@code k}, taken from the clock of a row {@code g}. */
    String CLOCK_GIVEN =
            """
            cross join lateral jsonb_to_record(g.clock) as k (calendar_id text, first_response_target_minutes int,
                resolution_target_minutes int, first_response_due_at timestamptz, resolution_due_at timestamptz,
                first_response_risk_at timestamptz, resolution_risk_at timestamptz,
                first_response_breached_at timestamptz, resolution_breached_at timestamptz, sla_paused_at timestamptz,
                sla_paused_seconds int, first_response_seconds int, resolution_seconds int)
            """;

    /** A ticket stored here. */
    record Key(String clientId, String ticketId) {}

    /**
     * Returns the tickets by their ids there; the system's own tickets come before ours that have a counterpart
     * there.
     */
    @SqlQuery(
            """
            select external_id, client_id, ticket_id, source, sync_state
            from tickets
            where external_id = any(cast(:externalIds as text[])) and deleted_at is null
                and (source = :source or source in ('local', 'portal') and sync_state <> 'local')
            order by source = :source desc, client_id
            """)
    @RegisterConstructorMapper(RemoteTickets.Known.class)
    List<RemoteTickets.Known> known(TicketSource source, String[] externalIds);

    @SqlQuery(
            """
            select client_id, ticket_id
            from tickets
            where ticket_id = any(cast(:ticketIds as text[])) and source in ('local', 'portal') and deleted_at is null
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> ours(String[] ticketIds);

    /** A ticket that now belongs to another client, with its previous place. */
    record Moved(String externalId, String clientId, String ticketId) {}

    @SqlQuery(
            "with "
                    + GIVEN
                    + """
                    update tickets t
                    set deleted_at = :now, version = t.version + 1, updated_at = :now
                    from given g
                    where t.source = :source and t.external_id = g.external_id and t.client_id <> g.client_id
                        and t.deleted_at is null and not g.deleted
                        and g.remote_updated_at >= coalesce(t.remote_updated_at, '-infinity')
                    returning t.external_id, t.client_id, t.ticket_id
                    """)
    @RegisterConstructorMapper(Moved.class)
    List<Moved> leave(TicketSource source, String given, Instant now);

    /** A ticket that was written. */
    record Written(
            String clientId, String ticketId, String externalId, Instant openedAt, boolean isNew) {}

    @SqlQuery(
            "with "
                    + GIVEN
                    + """
                    , written as (
                        insert into tickets as t (client_id, ticket_id, external_id, source, subject, description_text, priority,
                            category, status, requester_email, requester_name, contact_id, agent_id, team, tags, opened_at,
                            assigned_at, satisfaction, satisfaction_scale, satisfaction_at, satisfaction_comment_text, deleted_at,
                            remote_updated_at, sync_state, created_at, updated_at)
                        select g.client_id, g.ticket_id, g.external_id, :source, g.subject, g.description_text, g.priority,
                            g.category, g.status, g.requester_email, g.requester_name, p.contact_id, g.agent_id, g.team,
                            coalesce(g.tags, '{}'), g.opened_at, case when g.agent_id is not null then g.opened_at end,
                            g.satisfaction, g.satisfaction_scale, case when g.satisfaction is not null then g.remote_updated_at end,
                            g.satisfaction_comment_text, case when g.deleted then g.remote_updated_at end, g.remote_updated_at,
                            'synced', :now, :now
                        from given g
                        left join lateral (
                            select contact_id
                            from contacts
                            where client_id = g.client_id and lower(email) = lower(g.requester_email)
                            order by left_company_at desc nulls first, contact_id
                            limit 1) p on true
                        where not g.deleted
                            or exists (
                                select from tickets k
                                where k.client_id = g.client_id and k.source = :source and k.external_id = g.external_id)
                        order by g.client_id, g.external_id
                        on conflict (client_id, source, external_id) where external_id is not null do update
                        set subject = excluded.subject, description_text = excluded.description_text,
                            priority = excluded.priority, category =
                    """
                    + CATEGORY
                    + """
                    ,
                            status =
                    """
                    + STATUS
                    + """
                    ,
                            requester_email = excluded.requester_email, requester_name = excluded.requester_name,
                            contact_id = excluded.contact_id, agent_id = excluded.agent_id,
                            team = coalesce(excluded.team, t.team), tags = excluded.tags, opened_at = excluded.opened_at,
                            assigned_at = case
                                when excluded.agent_id is not distinct from t.agent_id then t.assigned_at
                                when excluded.agent_id is not null then excluded.remote_updated_at end,
                            satisfaction = coalesce(excluded.satisfaction, t.satisfaction),
                            satisfaction_scale = coalesce(excluded.satisfaction_scale, t.satisfaction_scale),
                            satisfaction_at = case
                                when excluded.satisfaction is null or excluded.satisfaction = t.satisfaction then t.satisfaction_at
                                else excluded.satisfaction_at end,
                            satisfaction_comment_text = coalesce(excluded.satisfaction_comment_text, t.satisfaction_comment_text),
                            deleted_at = excluded.deleted_at, remote_updated_at = excluded.remote_updated_at, sync_state = 'synced',
                            version = t.version + 1, updated_at = :now
                        where excluded.remote_updated_at >= coalesce(t.remote_updated_at, '-infinity')
                            and (t.sync_state <> 'pending' or :overwrites)
                            and (t.subject, t.description_text, t.priority, t.category, t.status, t.requester_email,
                                t.requester_name, t.contact_id, t.agent_id, t.team, t.tags, t.opened_at, t.satisfaction,
                                t.satisfaction_comment_text, t.deleted_at, t.remote_updated_at, t.sync_state)
                                is distinct from (excluded.subject, excluded.description_text, excluded.priority,
                    """
                    + CATEGORY
                    + """
                    ,
                    """
                    + STATUS
                    + """
                    , excluded.requester_email, excluded.requester_name,
                                excluded.contact_id, excluded.agent_id, coalesce(excluded.team, t.team), excluded.tags,
                                excluded.opened_at, coalesce(excluded.satisfaction, t.satisfaction),
                                coalesce(excluded.satisfaction_comment_text, t.satisfaction_comment_text),
                                excluded.deleted_at, excluded.remote_updated_at, 'synced')
                        returning t.client_id, t.ticket_id, t.external_id, t.opened_at, t.xmax = 0 as is_new),
                    begun as (
                        insert into ticket_status_changes (client_id, ticket_id, at, change_id, to_status, actor)
                        select client_id, ticket_id, opened_at, 'change_opened', 'open', cast(:source as text)
                        from written
                        where is_new
                        on conflict do nothing)
                    select client_id, ticket_id, external_id, opened_at, is_new from written
                    """)
    @RegisterConstructorMapper(Written.class)
    List<Written> upsert(TicketSource source, String given, boolean overwrites, Instant now);

    /** Copies the comments to where the ticket has moved; contacts belong to the previous client and are left out. */
    @SqlUpdate(
            """
            insert into ticket_comments (client_id, ticket_id, comment_id, external_id, author_type, agent_id, is_public,
                content_text, at, is_unsent)
            select t.client_id, t.ticket_id, c.comment_id, c.external_id, c.author_type, c.agent_id, c.is_public,
                c.content_text, c.at, c.is_unsent
            from ticket_comments c
            join tickets t on t.source = :source and t.external_id = :externalId and t.deleted_at is null
            where c.client_id = :clientId and c.ticket_id = :ticketId
            on conflict do nothing
            """)
    void follow(TicketSource source, String externalId, String clientId, String ticketId);

    @SqlUpdate(
            """
            insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
            select t.client_id, t.ticket_id, c.at, c.change_id, c.from_status, c.to_status, c.actor
            from ticket_status_changes c
            join tickets t on t.source = :source and t.external_id = :externalId and t.deleted_at is null
            where c.client_id = :clientId and c.ticket_id = :ticketId
            on conflict do nothing
            """)
    void followStatus(TicketSource source, String externalId, String clientId, String ticketId);

    /**
     * A new comment.
     *
     * @param isAnswer whether an agent wrote it to the customer
     * @param isOurs whether the ticket is one of ours
     * @param changedAt when the ticket moved to its current status
     */
    record Said(
            String clientId,
            String ticketId,
            Instant at,
            boolean isOfCustomer,
            boolean isAnswer,
            boolean isOurs,
            @Nullable Instant changedAt) {}

    @SqlQuery(
            """
            insert into ticket_comments (client_id, ticket_id, comment_id, external_id, author_type, agent_id, contact_id,
                is_public, content_text, at)
            select t.client_id, t.ticket_id, n.comment_id, g.external_id, g.author_type, g.agent_id, p.contact_id,
                g.is_public, g.content_text, g.at
            from jsonb_to_recordset(cast(:given as jsonb)) as n (comment_id text, comment jsonb)
            cross join lateral jsonb_to_record(n.comment) as g (ticket text, external_id text, author_type text,
                agent_id text, email text, is_public boolean, content_text text, at timestamptz)
            join lateral (
                select o.client_id, o.ticket_id
                from tickets o
                where o.source = :source and o.external_id = g.ticket and o.deleted_at is null
                union all
                select o.client_id, o.ticket_id
                from tickets o
                where o.source in ('local', 'portal') and o.external_id = g.ticket and o.deleted_at is null
                    and o.sync_state <> 'local') t on true
            left join lateral (
                select contact_id
                from contacts
                where client_id = t.client_id and lower(email) = lower(g.email) and g.author_type = 'customer'
                order by left_company_at desc nulls first, contact_id
                limit 1) p on true
            order by t.client_id, t.ticket_id, g.external_id
            on conflict (client_id, ticket_id, external_id) where external_id is not null do nothing
            returning client_id, ticket_id, at, author_type = 'customer' as is_of_customer,
                author_type = 'agent' and is_public as is_answer,
                (select t.source in ('local', 'portal')
                 from tickets t
                 where t.client_id = ticket_comments.client_id and t.ticket_id = ticket_comments.ticket_id) as is_ours,
                (select max(c.at)
                 from ticket_status_changes c
                 where c.client_id = ticket_comments.client_id and c.ticket_id = ticket_comments.ticket_id) as changed_at
            """)
    @RegisterConstructorMapper(Said.class)
    List<Said> comment(TicketSource source, String given);

    /**
     * Stores each event once. An event in which the other system only repeats what we had done here before is not a
     * change, unless the ticket moved elsewhere in between.
     */
    @SqlQuery(
            """
            with told as (
                select t.client_id, t.ticket_id, g.at, g.event_id, g."from" as from_status,
                    case when g."to" = 'in_progress' and t.agent_id is null then 'open' else g."to" end as to_status
                from jsonb_to_recordset(cast(:given as jsonb))
                    as g (ticket text, event_id text, "from" text, "to" text, at timestamptz)
                join tickets t on t.source = :source and t.external_id = g.ticket and t.deleted_at is null)
            insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
            select n.client_id, n.ticket_id, n.at, cast(:source as text) || '_' || n.event_id, n.from_status, n.to_status,
                cast(:source as text)
            from told n
            where not exists (
                select from ticket_status_changes o
                where o.client_id = n.client_id and o.ticket_id = n.ticket_id
                    and (o.to_status = n.to_status or (cast(:source as text), o.to_status, n.to_status)
            """
                    + ONE_WORD
                    + """
                            )
                            and o.actor <> cast(:source as text)
                            and o.at between n.at - interval '6 hours' and n.at + interval '1 minute'
                            and not exists (
                                select from ticket_status_changes x
                                where x.client_id = n.client_id and x.ticket_id = n.ticket_id and x.to_status <> n.to_status
                                    and x.at > o.at and x.at < n.at)
                            and not exists (
                                select from told x
                                where x.client_id = n.client_id and x.ticket_id = n.ticket_id and x.to_status <> n.to_status
                                    and x.at > o.at and x.at < n.at))
                    order by n.client_id, n.ticket_id, n.at, n.event_id
                    on conflict do nothing
                    returning client_id, ticket_id
                    """)
    @RegisterConstructorMapper(Key.class)
    List<Key> changed(TicketSource source, String given);

    @SqlQuery(
            """
            update tickets
            set deleted_at = :now, version = version + 1, updated_at = :now
            where source = :source and external_id = :externalId and deleted_at is null
            returning client_id
            """)
    List<String> delete(TicketSource source, String externalId, Instant now);

    @SqlUpdate(
            """
            update tickets
            set external_id = :externalId,
                sync_state = case when sync_state = 'pending' then sync_state else 'synced' end, updated_at = :now
            where client_id = :clientId and ticket_id = :ticketId and external_id is null
            """)
    void link(String clientId, String ticketId, String externalId, Instant now);

    /** Deletes the copy of one of our comments that was read from the other system. */
    @SqlUpdate(
            """
            delete from ticket_comments t
            using ticket_comments o
            where o.client_id = :clientId and o.comment_id = :commentId and o.external_id is null
                and t.client_id = o.client_id and t.ticket_id = o.ticket_id and t.external_id = :externalId
            """)
    void forgetTwin(String clientId, String commentId, String externalId);

    /**
     * Links our comment to its id in the other system; returns the ticket if the comment was thought not to have been
     * sent.
     */
    @SqlQuery(
            """
            with said as (
                select client_id, ticket_id, comment_id, is_unsent
                from ticket_comments
                where client_id = :clientId and comment_id = :commentId and external_id is null
                for update),
            recognised as (
                update ticket_comments m
                set external_id = :externalId, is_unsent = false
                from said s
                where m.client_id = s.client_id and m.ticket_id = s.ticket_id and m.comment_id = s.comment_id)
            select client_id, ticket_id from said where is_unsent
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> recognise(String clientId, String commentId, String externalId);

    /**
     * Marks as unsent the comment of a dead item, if the other system does not have it; does nothing for an item that
     * is not dead.
     */
    @SqlQuery(
            """
            update ticket_comments m
            set is_unsent = true
            from integration_outbox o
            where o.client_id = :clientId and o.item_id = :itemId and o.state = 'dead'
                and o.payload -> 'fields' @> '["comment"]'
                and m.client_id = o.client_id and m.ticket_id = o.ref_id and m.at = o.created_at and m.external_id is null
            returning m.client_id, m.ticket_id
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> unsent(String clientId, String itemId);

    /**
     * Deletes the change of status of a dead item, if the other system did not make it; does nothing for an item that
     * is not dead.
     */
    @SqlQuery(
            """
            delete from ticket_status_changes c
            using integration_outbox o
            where o.client_id = :clientId and o.item_id = :itemId and o.state = 'dead'
                and o.payload -> 'fields' @> '["status"]'
                and c.client_id = o.client_id and c.ticket_id = o.ref_id and c.at = o.created_at
                and c.actor <> cast(:source as text)
            returning c.client_id, c.ticket_id
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> unchanged(TicketSource source, String clientId, String itemId);

    @SqlUpdate(
            """
            update tickets
            set sync_state = :state, updated_at = :now
            where client_id = :clientId and ticket_id = :ticketId and sync_state <> :state
            """)
    void synced(String clientId, String ticketId, SyncState state, Instant now);

    /** A change of status; in a history the oldest comes first. */
    record Change(Instant at, TicketStatus toStatus) {}

    /**
     * The data that a clock is computed from; the promise is that of the policy for its priority. The breaches are
     * the ones recorded so far.
     */
    record History(
            String clientId,
            String ticketId,
            TicketStatus status,
            TicketPriority priority,
            Instant openedAt,
            @Nullable Instant remoteUpdatedAt,
            @Nullable Instant answeredAt,
            @Json List<Change> changes,
            @Nullable Integer firstResponseMinutes,
            @Nullable Integer resolutionMinutes,
            @Nullable String calendarId,
            @Nullable Instant firstResponseBreachedAt,
            @Nullable Instant resolutionBreachedAt) {}

    @SqlQuery(
            """
            select t.client_id, t.ticket_id, t.status, t.priority, t.opened_at, t.remote_updated_at,
                (select min(m.at)
                 from ticket_comments m
                 where m.client_id = t.client_id and m.ticket_id = t.ticket_id and m.is_public and m.author_type = 'agent'
                    and not m.is_unsent)
                    as answered_at,
                (select coalesce(
                    jsonb_agg(jsonb_build_object('at', c.at, 'to_status', c.to_status) order by c.at, c.change_id), '[]')
                 from ticket_status_changes c
                 where c.client_id = t.client_id and c.ticket_id = t.ticket_id) as changes,
                p.first_response_minutes, p.resolution_minutes,
                case p.calendar when 'business_hours' then p.calendar_id end as calendar_id,
                t.first_response_breached_at, t.resolution_breached_at
            from unnest(cast(:clientIds as text[]), cast(:ticketIds as text[])) as k (client_id, ticket_id)
            join tickets t on t.client_id = k.client_id and t.ticket_id = k.ticket_id
            join clients n on n.client_id = t.client_id
            left join sla_policies p on p.tier = n.tier and p.priority = t.priority
            where t.source in ('zendesk', 'intercom')
            """)
    @RegisterConstructorMapper(History.class)
    List<History> histories(String[] clientIds, String[] ticketIds);

    /** The state of a ticket as derived from its history. */
    record Replayed(
            String clientId,
            String ticketId,
            @Nullable Instant firstResponseAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt,
            int reopenCount,
            StoredClock clock) {}

    @SqlUpdate(
            """
            update tickets t
            set first_response_at = g.first_response_at, resolved_at = g.resolved_at, closed_at = g.closed_at,
                reopen_count = g.reopen_count,
            """
                    + CLOCK
                    + """
                    , updated_at = :now
                    from jsonb_to_recordset(cast(:replayed as jsonb)) as g (client_id text, ticket_id text,
                        first_response_at timestamptz, resolved_at timestamptz, closed_at timestamptz, reopen_count int,
                        clock jsonb)
                    """
                    + CLOCK_GIVEN
                    + "where t.client_id = g.client_id and t.ticket_id = g.ticket_id")
    void replay(String replayed, Instant now);
}
