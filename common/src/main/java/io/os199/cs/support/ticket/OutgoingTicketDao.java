package io.os199.cs.support.ticket;

import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketSource;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads of {@link OutgoingTickets}, and writes of their outcome. */
interface OutgoingTicketDao {
    @SqlQuery(
            """
            select t.source, t.external_id, t.subject, t.description_text, t.status, t.priority, t.tags, t.requester_email,
                t.requester_name, t.remote_updated_at, t.agent_id,
                a.external_ids ->> cast(:system as text) as remote_agent_id
            from tickets t
            left join support_agents a on a.agent_id = t.agent_id
            where t.client_id = :clientId and t.ticket_id = :ticketId and t.deleted_at is null
            """)
    @RegisterConstructorMapper(OutgoingTickets.Outgoing.class)
    Optional<OutgoingTickets.Outgoing> find(TicketSource system, String clientId, String ticketId);

    @SqlQuery(
            """
            select comment_id, author_type = 'customer' as is_of_customer, is_public, content_text
            from ticket_comments
            where client_id = :clientId and ticket_id = :ticketId and at = :at and external_id is null
            order by comment_id
            limit 1
            """)
    @RegisterConstructorMapper(OutgoingTickets.Comment.class)
    Optional<OutgoingTickets.Comment> comment(String clientId, String ticketId, Instant at);

    /** A comment that another system has. */
    record Told(String externalId, Instant at) {}

    @SqlQuery(
            """
            select external_id, at
            from ticket_comments
            where client_id = :clientId and ticket_id = :ticketId and external_id = any(cast(:externalIds as text[]))
            """)
    @RegisterConstructorMapper(Told.class)
    List<Told> told(String clientId, String ticketId, String[] externalIds);

    @SqlQuery(
            """
            select ticket_id from tickets where client_id = :clientId and ticket_id = :ticketId for no key update
            """)
    Optional<String> lock(String clientId, String ticketId);

    @SqlQuery(
            """
            select exists (
                select from integration_outbox
                where client_id = :clientId and ref_table = 'tickets' and ref_id = :ticketId
                    and state in ('queued', 'sending') and item_id <> :itemId)
            """)
    boolean waits(String clientId, String ticketId, String itemId);

    @SqlUpdate(
            """
            update tickets
            set sync_state = :state, remote_updated_at = coalesce(cast(:remoteUpdatedAt as timestamptz), remote_updated_at),
                updated_at = :now
            where client_id = :clientId and ticket_id = :ticketId
            """)
    void taken(
            String clientId,
            String ticketId,
            SyncState state,
            @Nullable Instant remoteUpdatedAt,
            Instant now);
}
