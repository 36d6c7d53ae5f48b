package io.os199.cs.support.ticket;

import io.os199.cs.platform.answer.Refusal.Suggestion;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads agents by name, in order to assign a ticket to one. */
interface AssigneeDao {
    /**
     * Returns the ids of agents with that id, name or address; an id match comes before an address, an address before
     * a name.
     */
    @SqlQuery(
            """
            select agent_id
            from support_agents
            where agent_id = :agent or lower(email) = lower(:agent) or lower(name) = lower(:agent)
            order by agent_id = :agent desc, lower(email) = lower(:agent) desc, agent_id
            limit 2
            """)
    List<String> find(String agent);

    /** Returns the agents whose names or addresses most resemble what was sent. */
    @SqlQuery(
            """
            select agent_id as value, name
            from support_agents
            where active
            order by greatest(similarity(name, :agent), similarity(email, :agent)) desc, agent_id
            limit 5
            """)
    @RegisterConstructorMapper(Suggestion.class)
    List<Suggestion> nearest(String agent);

    /** An agent whose row the caller has locked: anyone else who gives it a ticket waits. */
    record Assignee(
            String agentId, String name, boolean active, int maxOpenTickets, BigDecimal load) {
        boolean isFull() {
            return load.compareTo(BigDecimal.valueOf(maxOpenTickets)) >= 0;
        }
    }

    @SqlQuery("select agent_id from support_agents where agent_id = :agentId for update")
    Optional<String> lock(String agentId);

    /**
     * Returns the agent with its load without the given ticket: the number of unsolved tickets, where one that waits
     * on the customer counts half.
     */
    @SqlQuery(
            """
            select a.agent_id, a.name, a.active, a.max_open_tickets,
                (select coalesce(sum(case t.status when 'waiting_on_customer' then 0.5 else 1 end), 0)
                 from tickets t
                 where t.agent_id = a.agent_id and t.status not in ('resolved', 'closed') and t.deleted_at is null
                     and t.ticket_id <> :ticketId) as load
            from support_agents a
            where a.agent_id = :agentId
            """)
    @RegisterConstructorMapper(Assignee.class)
    Assignee of(String agentId, String ticketId);
}
