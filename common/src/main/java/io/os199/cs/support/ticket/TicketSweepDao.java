package io.os199.cs.support.ticket;

import io.os199.cs.support.model.TicketPriority;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/**
 * What the clocks of many tickets trigger on their own; each statement takes only rows that no other transaction has
 * locked.
 */
interface TicketSweepDao {
    /** A ticket with a missed deadline. */
    record Late(String clientId, String ticketId, TicketPriority priority, Instant dueAt) {}

    @SqlQuery(
            """
            update tickets t
            set first_response_breached_at = t.first_response_due_at, updated_at = :now
            from (
                select client_id, ticket_id
                from tickets
                where first_response_at is null and first_response_breached_at is null and first_response_due_at < :now
                    and deleted_at is null
                order by first_response_due_at
                limit :most
                for no key update skip locked) due
            where t.client_id = due.client_id and t.ticket_id = due.ticket_id
            returning t.client_id, t.ticket_id, t.priority, t.first_response_due_at as due_at
            """)
    @RegisterConstructorMapper(Late.class)
    List<Late> unanswered(Instant now, int most);

    @SqlQuery(
            """
            update tickets t
            set resolution_breached_at = t.resolution_due_at, updated_at = :now
            from (
                select client_id, ticket_id
                from tickets
                where resolved_at is null and closed_at is null and resolution_breached_at is null
                    and resolution_due_at < coalesce(sla_paused_at, :now) and resolution_due_at < :now
                    and deleted_at is null
                order by resolution_due_at
                limit :most
                for no key update skip locked) due
            where t.client_id = due.client_id and t.ticket_id = due.ticket_id
            returning t.client_id, t.ticket_id, t.priority, t.resolution_due_at as due_at
            """)
    @RegisterConstructorMapper(Late.class)
    List<Late> unsolved(Instant now, int most);

    /** A ticket that was closed. */
    record Closed(String clientId, String ticketId) {}

    /**
     * Closes tickets resolved at or before {@code resolvedBy} to which the customer has written nothing since;
     * another system closes its own tickets.
     */
    @SqlQuery(
            """
            with ended as (
                update tickets t
                set status = 'closed', closed_at = :now, version = t.version + 1, updated_at = :now
                from (
                    select client_id, ticket_id
                    from tickets k
                    where status = 'resolved' and resolved_at <= :resolvedBy and deleted_at is null
                        and source in ('local', 'portal')
                        and not exists (
                            select
                            from ticket_comments m
                            where m.client_id = k.client_id and m.ticket_id = k.ticket_id and m.author_type = 'customer'
                                and m.at > k.resolved_at)
                    order by resolved_at
                    limit :most
                    for no key update skip locked) due
                where t.client_id = due.client_id and t.ticket_id = due.ticket_id
                returning t.client_id, t.ticket_id),
            changed as (
                insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
                select client_id, ticket_id, :now, 'change_closed', 'resolved',
                    'closed', :actor
                from ended)
            select client_id, ticket_id from ended
            """)
    @RegisterConstructorMapper(Closed.class)
    List<Closed> close(Instant resolvedBy, String actor, Instant now, int most);
}
