package io.os199.cs.support.performance;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads the agents, their teams and their current loads. */
interface AgentDao {
    /**
     * An agent.
     *
     * @param load the number of unsolved tickets, where one that waits on the customer counts half
     */
    record Agent(String agentId, String name, String team, boolean active, BigDecimal load) {}

    @SqlQuery(
            """
            select a.agent_id, a.name, a.team, a.active, coalesce(l.load, 0) as load
            from support_agents a
            left join (
                select agent_id, sum(case status when 'waiting_on_customer' then 0.5 else 1 end) as load
                from tickets
                where agent_id is not null and status not in ('resolved', 'closed') and deleted_at is null
                group by agent_id) l on l.agent_id = a.agent_id
            order by a.agent_id
            """)
    @RegisterConstructorMapper(Agent.class)
    List<Agent> agents();

    @SqlQuery("select team from support_agents where agent_id = :agentId")
    Optional<String> teamOf(String agentId);
}
