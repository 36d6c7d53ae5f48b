package io.os199.cs.support.routing;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Reads and writes of agents and tickets during routing; a router locks first the agents, in order, and then the
 * tickets.
 */
interface RoutingDao {
    /**
     * Whether the ticket {@code t} is at risk or breached at {@code :now}: by its resolution or, while there is no
     * first response, by either clock.
     */
    String IS_LATE =
            """
            case when t.first_response_at is null then t.first_response_breached_at is not null
                    or t.first_response_risk_at <= :now
                else false end
            or t.resolution_breached_at is not null
            or t.resolution_risk_at <= coalesce(t.sla_paused_at, :now)
            """;

    /** Locks the agents of the team, or all agents without one, so that other routers of these agents wait. */
    @SqlQuery(
            """
            select agent_id
            from support_agents
            where cast(:team as text) is null or lower(team) = lower(:team)
            order by agent_id
            for update
            """)
    List<String> lockAgents(@Nullable String team);

    /** An agent who may take tickets, with its current load. */
    record AgentRow(
            String agentId,
            String name,
            String team,
            boolean senior,
            List<String> skills,
            List<String> knownClients,
            int maxOpenTickets,
            boolean open,
            double load,
            int unsolvedCount,
            int lateCount,
            @Nullable Instant lastAssignedAt) {}

    /**
     * Returns the active agents; {@code open} is whether they take tickets. The known clients are those for whom they
     * have solved a ticket within 30 days.
     */
    @PlannedForItsValues
    @SqlQuery(
            """
            with chosen as materialized (
                select *
                from support_agents a
                where a.active and (cast(:team as text) is null or lower(a.team) = lower(:team))),
            known as (
                select t.agent_id, array_agg(distinct t.client_id) as clients
                from tickets t
                where t.resolved_at > :now::timestamptz - interval '30 days' and t.deleted_at is null
                    and t.agent_id in (select agent_id from chosen)
                group by t.agent_id),
            held as (
                select t.agent_id, sum(case t.status when 'waiting_on_customer' then 0.5 else 1 end) as load,
                    count(*) as unsolved_count, count(*) filter (where
            """
                    + IS_LATE
                    + """
                    ) as late_count
                        from tickets t
                        where t.status not in ('resolved', 'closed') and t.deleted_at is null
                            and t.agent_id in (select agent_id from chosen)
                        group by t.agent_id)
                    select a.agent_id, a.name, a.team, a.seniority = 'senior' as senior, a.skills,
                        coalesce(k.clients, '{}') as known_clients, a.max_open_tickets, a.active and a.available as open,
                        coalesce(h.load, 0) as load, coalesce(h.unsolved_count, 0) as unsolved_count,
                        coalesce(h.late_count, 0) as late_count, a.last_assigned_at
                    from chosen a
                    left join known k on k.agent_id = a.agent_id
                    left join held h on h.agent_id = a.agent_id
                    order by a.agent_id
                    """)
    @RegisterConstructorMapper(AgentRow.class)
    List<AgentRow> agents(@Nullable String team, Instant now);

    /** A ticket with the columns of its clock. */
    record TicketRow(
            String clientId,
            String ticketId,
            TicketPriority priority,
            TicketCategory category,
            TicketStatus status,
            @Nullable String team,
            List<String> tags,
            Instant openedAt,
            @Nullable String agentId,
            @Nullable Instant firstResponseAt,
            @Nullable Instant resolvedAt,
            boolean late,
            @Nested StoredClock clock,
            int version) {}

    /** The condition that selects the tickets of a strategy. */
    String CANDIDATE =
            """
            t.status not in ('resolved', 'closed') and t.deleted_at is null
                and (cast(:ticketId as text) is null or t.ticket_id = :ticketId)
                and (cast(:team as text) is null or lower(t.team) = lower(:team))
                and (cast(:priority as text) is null or t.priority = :priority)
                and (cast(:category as text) is null or t.category = :category)
                and case cast(:strategy as text)
                    when 'rebalance' then t.agent_id is not null and t.first_response_at is null
                    when 'escalation' then t.escalated_at is not null and not exists (
                        select from support_agents s
                        where s.agent_id = t.agent_id and s.seniority = 'senior' and s.team = :escalationTeam)
                    when 'manual' then true
                    else t.agent_id is null end
            """;

    /** Returns the tickets that no other transaction has locked, and locks them until the transaction ends. */
    @PlannedForItsValues
    @SqlQuery(
            """
            select t.client_id, t.ticket_id, t.priority, t.category, t.status, t.team, t.tags, t.opened_at, t.agent_id,
                t.first_response_at, t.resolved_at,
            """
                    + IS_LATE
                    + """
                     as late,
                        t.calendar_id, t.first_response_target_minutes, t.resolution_target_minutes, t.first_response_due_at,
                        t.resolution_due_at, t.first_response_risk_at, t.resolution_risk_at, t.first_response_breached_at,
                        t.resolution_breached_at, t.sla_paused_at, t.sla_paused_seconds, t.first_response_seconds,
                        t.resolution_seconds, t.version
                    from tickets t
                    where
                    """
                    + CANDIDATE
                    + """
                    order by t.client_id, t.ticket_id
                    for no key update skip locked
                    """)
    @RegisterConstructorMapper(TicketRow.class)
    List<TicketRow> tickets(@BindMethods RoutingOrder order, String escalationTeam, Instant now);

    /**
     * Assigns the tickets and returns the ids of those written; a ticket changed meanwhile is not. The change is
     * queued for the ticket's own system or, for one of our tickets reported to Zendesk before, for Zendesk.
     */
    @SqlQuery(
            """
            with given as (
                select *
                from jsonb_to_recordset(cast(:given as jsonb))
                    as g (client_id text, ticket_id text, agent_id text, from_agent_id text, version int)),
            written as (
                update tickets t
                set agent_id = g.agent_id, assigned_at = :now, version = t.version + 1, updated_at = :now,
                    team = case when cast(:movesTeam as boolean) then a.team else coalesce(t.team, a.team) end,
                    sync_state = case when t.source in ('zendesk', 'intercom') or t.sync_state = 'synced'
                        or t.sync_state = 'failed' and t.external_id is not null then 'pending' else t.sync_state end
                from given g
                join support_agents a on a.agent_id = g.agent_id
                where t.client_id = g.client_id and t.ticket_id = g.ticket_id and t.version = g.version
                    and t.agent_id is not distinct from g.from_agent_id
                returning t.client_id, t.ticket_id, t.agent_id, t.source, t.sync_state),
            busy as (
                update support_agents a
                set last_assigned_at = :now, updated_at = :now
                where a.agent_id in (select agent_id from written)),
            pushed as (
                insert into integration_outbox (client_id, item_id, integration, operation, ref_table, ref_id, payload,
                    next_attempt_at, created_at, updated_at)
                select client_id, 'outbox_' || replace(gen_random_uuid()::text, '-', ''),
                    case when source in ('zendesk', 'intercom') then source else 'zendesk' end, 'ticket_update', 'tickets',
                    ticket_id, '{"fields": ["assignee"]}', :now, :now, :now
                from written
                where sync_state = 'pending')
            select ticket_id from written
            """)
    List<String> give(String given, boolean movesTeam, Instant now);

    /** The number of unsolved tickets of a kind. */
    record QueueRow(
            TicketPriority priority,
            TicketCategory category,
            boolean assigned,
            @Nullable ClockState state,
            long ticketCount) {}

    /**
     * Counts all unsolved tickets, or those of a team if one is given; a late first response no longer counts once it
     * has been given.
     */
    @PlannedForItsValues
    @SqlQuery(
            """
            select t.priority, t.category, t.agent_id is not null as assigned,
                case
                    when (t.first_response_at is null
                            and (t.first_response_breached_at is not null or t.first_response_due_at < :now))
                        or t.resolution_breached_at is not null
                        or t.resolution_due_at < coalesce(t.sla_paused_at, :now) then 'breached'
                    when (t.first_response_at is null and t.first_response_risk_at <= :now)
                        or t.resolution_risk_at <= coalesce(t.sla_paused_at, :now) then 'at_risk' end as state,
                count(*) as ticket_count
            from tickets t
            where t.status not in ('resolved', 'closed') and t.deleted_at is null
                and (cast(:team as text) is null or lower(t.team) = lower(:team))
            group by 1, 2, 3, 4
            order by 1, 2, 3, 4
            """)
    @RegisterConstructorMapper(QueueRow.class)
    List<QueueRow> queue(@Nullable String team, Instant now);
}
