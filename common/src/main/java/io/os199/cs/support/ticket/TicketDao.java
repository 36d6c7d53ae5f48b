package io.os199.cs.support.ticket;

import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code tickets}, {@code ticket_comments} and {@code ticket_status_changes}, one ticket at a time. */
interface TicketDao {
    /** The columns of {@link Row}, from the ticket {@code t}, its client {@code c} and its agent {@code a}. */
    String COLUMNS =
            """
            t.client_id, c.name as client_name, c.renewal_date, t.ticket_id, t.external_id, t.source, t.subject, t.description_text,
            t.priority, t.category, t.status, t.requester_email, t.contact_id, t.agent_id, a.name as agent_name, t.team,
            t.tags, t.opened_at, t.assigned_at, t.first_response_at, t.resolved_at, t.closed_at, t.resolution_text,
            t.satisfaction, t.satisfaction_at, t.satisfaction_comment_text, t.escalated_at, t.escalation_reason,
            t.reopen_count, t.follow_up_of, t.sync_state, t.version, t.calendar_id, t.first_response_target_minutes,
            t.resolution_target_minutes, t.first_response_due_at, t.resolution_due_at, t.first_response_risk_at,
            t.resolution_risk_at, t.first_response_breached_at, t.resolution_breached_at, t.sla_paused_at,
            t.sla_paused_seconds, t.first_response_seconds, t.resolution_seconds
            """;

    /** A ticket and the columns of its clock. */
    record Row(@Nested Ticket ticket, @Nested StoredClock clock) {}

    /** The key of a ticket. */
    record Key(String clientId, String ticketId) {}

    /**
     * Returns the tickets with that id, or with that id in another system; at most two, a match of the first kind
     * first.
     */
    @SqlQuery(
            """
            select client_id, ticket_id
            from (
                select client_id, ticket_id, 0 as place from tickets where ticket_id = :reference and deleted_at is null
                union
                select client_id, ticket_id, 1 from tickets
                where source in ('local', 'portal', 'zendesk', 'intercom') and external_id = :reference and ticket_id <> :reference
                    and deleted_at is null) found
            order by place, client_id, ticket_id
            limit 2
            """)
    @RegisterConstructorMapper(Key.class)
    List<Key> find(String reference);

    /** Locks a ticket until the transaction ends; what is read of it after that is current. */
    @SqlQuery(
            """
            select ticket_id from tickets where client_id = :clientId and ticket_id = :ticketId for no key update
            """)
    Optional<String> lock(String clientId, String ticketId);

    @SqlQuery(
            "select "
                    + COLUMNS
                    + """
                    from tickets t
                    join clients c on c.client_id = t.client_id
                    left join support_agents a on a.agent_id = t.agent_id
                    where t.client_id = :clientId and t.ticket_id = :ticketId and t.deleted_at is null
                    """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> row(String clientId, String ticketId);

    /** Inserts a ticket; the requester is the contact with that address. */
    @SqlUpdate(
            """
            insert into tickets (client_id, ticket_id, subject, description_text, priority, category, requester_email,
                requester_name, contact_id, agent_id, team, tags, opened_at, assigned_at, follow_up_of, calendar_id,
                first_response_target_minutes, resolution_target_minutes, first_response_due_at, resolution_due_at,
                first_response_risk_at, resolution_risk_at, created_at, updated_at)
            select :clientId, :ticketId, :subject, :descriptionText, :priority, :category, :requesterEmail, p.name,
                p.contact_id, :agentId, :team, :tags::text[], :now, case when cast(:agentId as text) is not null then cast(:now as timestamptz) end,
                :followUpOf, :calendarId, :firstResponseTargetMinutes, :resolutionTargetMinutes, :firstResponseDueAt,
                :resolutionDueAt, :firstResponseRiskAt, :resolutionRiskAt, :now, :now
            from clients c
            left join lateral (
                select contact_id, name
                from contacts
                where client_id = c.client_id and lower(email) = lower(:requesterEmail)
                order by left_company_at desc nulls first, contact_id
                limit 1) p on true
            where c.client_id = :clientId
            """)
    void insert(
            String clientId,
            String ticketId,
            @BindMethods TicketText text,
            @BindMethods StoredClock clock,
            Instant now);

    /** The content of a new ticket and who has it. */
    record TicketText(
            String subject,
            String descriptionText,
            TicketPriority priority,
            TicketCategory category,
            @Nullable String requesterEmail,
            @Nullable String agentId,
            String team,
            List<String> tags,
            @Nullable String followUpOf) {}

    /** Returns unsolved tickets of the same person with the same subject opened since {@code :since}. */
    @SqlQuery(
            """
            select ticket_id
            from tickets
            where client_id = :clientId and lower(requester_email) = lower(:requesterEmail)
                and lower(subject) = lower(:subject) and opened_at >= :since and status not in ('resolved', 'closed')
                and deleted_at is null
            order by opened_at desc, ticket_id
            limit 5
            """)
    List<String> alike(String clientId, String requesterEmail, String subject, Instant since);

    @SqlUpdate(
            """
            update tickets
            set priority = :priority, category = :category, status = :status, agent_id = :agentId, team = :team,
                tags = :tags::text[], assigned_at = :assignedAt, first_response_at = :firstResponseAt,
                resolved_at = :resolvedAt, closed_at = :closedAt, resolution_text = :resolutionText,
                satisfaction = :satisfaction, satisfaction_at = :satisfactionAt,
                satisfaction_scale = case when cast(:satisfaction as int) is not null then 'five_point' end,
                satisfaction_comment_text = :satisfactionCommentText, escalated_at = :escalatedAt,
                escalation_reason = :escalationReason, reopen_count = :reopenCount, sync_state = :syncState,
                calendar_id = :calendarId, first_response_target_minutes = :firstResponseTargetMinutes,
                resolution_target_minutes = :resolutionTargetMinutes, first_response_due_at = :firstResponseDueAt,
                resolution_due_at = :resolutionDueAt, first_response_risk_at = :firstResponseRiskAt,
                resolution_risk_at = :resolutionRiskAt, first_response_breached_at = :firstResponseBreachedAt,
                resolution_breached_at = :resolutionBreachedAt, sla_paused_at = :slaPausedAt,
                sla_paused_seconds = :slaPausedSeconds, first_response_seconds = :firstResponseSeconds,
                resolution_seconds = :resolutionSeconds, version = version + 1, updated_at = :now
            where client_id = :clientId and ticket_id = :ticketId
            """)
    void write(@BindMethods State state, @BindMethods StoredClock clock, Instant now);

    /** The columns of a ticket that writes change, apart from its clock. */
    record State(
            String clientId,
            String ticketId,
            TicketPriority priority,
            TicketCategory category,
            TicketStatus status,
            @Nullable String agentId,
            @Nullable String team,
            List<String> tags,
            @Nullable Instant assignedAt,
            @Nullable Instant firstResponseAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt,
            @Nullable String resolutionText,
            @Nullable Integer satisfaction,
            @Nullable Instant satisfactionAt,
            @Nullable String satisfactionCommentText,
            @Nullable Instant escalatedAt,
            @Nullable String escalationReason,
            int reopenCount,
            SyncState syncState) {}

    @SqlUpdate(
            """
            insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
            values (:clientId, :ticketId, :at, :changeId, :from, :to, :actor)
            """)
    void changed(
            String clientId,
            String ticketId,
            Instant at,
            String changeId,
            @Nullable TicketStatus from,
            TicketStatus to,
            String actor);

    /** Adds a comment by the agent or by the contact who opened the ticket. */
    @SqlUpdate(
            """
            insert into ticket_comments (client_id, ticket_id, comment_id, author_type, agent_id, contact_id, is_public,
                content_text, at)
            select client_id, ticket_id, :commentId, :authorType, :agentId,
                case cast(:authorType as text) when 'customer' then contact_id end, :isPublic, :contentText, :now
            from tickets
            where client_id = :clientId and ticket_id = :ticketId
            """)
    void comment(
            String clientId,
            String ticketId,
            String commentId,
            String authorType,
            @Nullable String agentId,
            boolean isPublic,
            String contentText,
            Instant now);

    /** Queues a report of the changes to the ticket's other system; texts are read when it is sent. */
    @SqlUpdate(
            """
            insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, payload,
                next_attempt_at, created_at, updated_at)
            values (:clientId, :itemId, :source, 'ticket_update', 'tickets', :ticketId, cast(:payload as jsonb), :now,
                :now, :now)
            """)
    void push(
            String clientId,
            String ticketId,
            TicketSource source,
            String itemId,
            String payload,
            Instant now);

    /**
     * Queues the creation of one of our tickets in another system, followed by its priority, tags and agent; if it
     * has no agent, the one that the other system assigns keeps it.
     */
    @SqlUpdate(
            """
            with pushed as (
                update tickets set sync_state = 'pending' where client_id = :clientId and ticket_id = :ticketId
                returning agent_id)
            insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, payload,
                next_attempt_at, created_at, updated_at)
            values
                (:clientId, :itemId || '_1', :system, 'ticket_create', 'tickets', :ticketId, '{}', :now, :now, :now),
                (:clientId, :itemId || '_2', :system, 'ticket_update', 'tickets', :ticketId,
                    jsonb_build_object('fields', case
                        when (select agent_id from pushed) is null then '["priority", "tags"]'::jsonb
                        else '["priority", "tags", "assignee"]'::jsonb end), :now, :now, :now)
            """)
    void pushNew(String clientId, String ticketId, TicketSource system, String itemId, Instant now);
}
