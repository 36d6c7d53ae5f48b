package io.os199.cs.support;

import io.os199.cs.core.model.Severity;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationStatus;
import io.os199.cs.support.model.EscalationUpdate;
import io.os199.cs.support.model.NewEscalation;
import io.os199.cs.support.model.RootCause;
import io.os199.cs.support.model.UpdateKind;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The tables {@code escalations} and {@code escalation_updates}, one escalation at a time. */
@RegisterConstructorMapper(Escalation.class)
interface EscalationDao {
    /** The columns of {@link Escalation}, from {@code e} and its client {@code c}, on {@code :today}. */
    String COLUMNS =
            """
            e.client_id, c.name as client_name, c.tier, c.contract_value as arr_amount, c.health_score,
            coalesce(
                (select min(k.renewal_date)
                 from contracts k
                 where k.client_id = e.client_id and k.status <> 'draft' and k.start_date <= :today
                     and (k.end_date is null or k.end_date >= :today)
                     and (k.terminated_on is null or k.terminated_on > :today)),
                c.renewal_date) as renewal_date,
            e.escalation_id, e.severity, e.status, e.title, e.description_text, e.owner, e.ticket_id, e.opened_at,
            e.acknowledged_at, e.acknowledge_due_at, e.due_at, e.resolved_at, e.closed_at, e.root_cause,
            e.resolution_text, e.reopened_count, e.version,
            coalesce(
                (select max(u.at)
                 from escalation_updates u
                 where u.client_id = e.client_id and u.escalation_id = e.escalation_id
                     and u.kind not in ('sla_warning', 'sla_breach')),
                e.opened_at) as last_update_at
            """;

    /** Locks an escalation until the transaction ends; what is read of it after that is current. */
    @SqlQuery("select client_id from escalations where escalation_id = :escalationId for update")
    Optional<String> lock(String escalationId);

    @SqlQuery(
            "select "
                    + COLUMNS
                    + """
                    from escalations e
                    join clients c on c.client_id = e.client_id
                    where e.escalation_id = :escalationId
                    """)
    Optional<Escalation> find(String escalationId, LocalDate today);

    /**
     * Locks the ticket, so that anyone who opens or reopens an escalation of it waits for this transaction; empty
     * when there is no such ticket.
     */
    @SqlQuery(
            """
            select client_id
            from tickets
            where ticket_id = :ticketId and deleted_at is null
            order by client_id <> :clientId
            limit 1
            for no key update
            """)
    Optional<String> lockTicket(String ticketId, String clientId);

    @SqlQuery(
            """
            select escalation_id
            from escalations
            where client_id = :clientId and ticket_id = :ticketId and status not in ('resolved', 'closed')
            """)
    Optional<String> unsolvedOf(String clientId, String ticketId);

    /** Inserts an escalation; its owner defaults to the client's CSM. */
    @SqlUpdate(
            """
            insert into escalations (client_id, escalation_id, severity, title, description_text, owner, opened_by,
                opened_at, acknowledge_due_at, due_at, ticket_id, created_at, updated_at)
            select client_id, :escalationId, :severity, :title, :descriptionText, coalesce(:owner, csm), :openedBy,
                :now, :acknowledgeDueAt, :dueAt, :ticketId, :now, :now
            from clients
            where client_id = :clientId
            """)
    void insert(
            @BindMethods NewEscalation escalation,
            String escalationId,
            String openedBy,
            Instant acknowledgeDueAt,
            Instant dueAt,
            Instant now);

    /** Writes the columns that a move changes. */
    @SqlUpdate(
            """
            update escalations
            set status = :status, severity = :severity, owner = :owner, acknowledged_at = :acknowledgedAt,
                acknowledge_due_at = :acknowledgeDueAt, due_at = :dueAt, resolved_at = :resolvedAt,
                closed_at = :closedAt, root_cause = :rootCause, resolution_text = :resolutionText,
                reopened_count = :reopenedCount, version = version + 1, updated_at = :now
            where client_id = :clientId and escalation_id = :escalationId
            """)
    void move(@BindMethods Moved moved, String clientId, String escalationId, Instant now);

    /** The part of an escalation that moves change, after a move. */
    record Moved(
            EscalationStatus status,
            Severity severity,
            @Nullable String owner,
            @Nullable Instant acknowledgedAt,
            Instant acknowledgeDueAt,
            Instant dueAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt,
            @Nullable RootCause rootCause,
            @Nullable String resolutionText,
            int reopenedCount) {

        /**
         * Returns the values of an escalation that is not solved, or no longer: without a solution and its instants.
         */
        static Moved unsolved(
                EscalationStatus status,
                Severity severity,
                @Nullable String owner,
                @Nullable Instant acknowledgedAt,
                Instant acknowledgeDueAt,
                Instant dueAt,
                int reopenedCount) {
            return new Moved(
                    status,
                    severity,
                    owner,
                    acknowledgedAt,
                    acknowledgeDueAt,
                    dueAt,
                    null,
                    null,
                    null,
                    null,
                    reopenedCount);
        }
    }

    /** Adds an update to an escalation whose row the caller has locked. */
    @SqlUpdate(
            """
            insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind, opening, from_status,
                to_status, body_text)
            select client_id, escalation_id,
                1 + coalesce(
                    (select max(update_no)
                     from escalation_updates u
                     where u.client_id = e.client_id and u.escalation_id = e.escalation_id), 0),
                :now, :actor, :kind, reopened_count, :fromStatus, :toStatus, :bodyText
            from escalations e
            where client_id = :clientId and escalation_id = :escalationId
            """)
    void addUpdate(
            String clientId,
            String escalationId,
            String actor,
            UpdateKind kind,
            @Nullable EscalationStatus fromStatus,
            @Nullable EscalationStatus toStatus,
            @Nullable String bodyText,
            Instant now);

    /** Returns the updates, the newest first. */
    @SqlQuery(
            """
            select update_no, at, actor, kind, clock, from_status, to_status, body_text
            from escalation_updates
            where client_id = :clientId and escalation_id = :escalationId
            order by update_no desc
            limit :most
            """)
    @RegisterConstructorMapper(EscalationUpdate.class)
    List<EscalationUpdate> updates(String clientId, String escalationId, int most);

    @SqlQuery(
            """
            select count(*) from escalation_updates where client_id = :clientId and escalation_id = :escalationId
            """)
    int updateCount(String clientId, String escalationId);
}
