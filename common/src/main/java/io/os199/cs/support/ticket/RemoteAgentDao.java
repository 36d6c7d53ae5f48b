package io.os199.cs.support.ticket;

import io.os199.cs.support.model.TicketSource;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.List;

/** The table {@code support_agents}, by the ids of another system. */
interface RemoteAgentDao {
    /** An agent known by the other system's id. */
    record Known(String externalId, String agentId) {}

    @SqlQuery(
            """
            select external_ids ->> cast(:source as text) as external_id, agent_id
            from support_agents
            where external_ids ->> cast(:source as text) = any(cast(:externalIds as text[]))
            """)
    @RegisterConstructorMapper(Known.class)
    List<Known> known(TicketSource source, String[] externalIds);

    @SqlUpdate(
            """
            update support_agents a
            set external_ids = a.external_ids || jsonb_build_object(cast(:source as text), g.external_id), updated_at = now()
            from jsonb_to_recordset(cast(:given as jsonb)) as g (external_id text, email text)
            where lower(a.email) = lower(g.email) and a.external_ids ->> cast(:source as text) is distinct from g.external_id
            """)
    void adopt(TicketSource source, String given);

    @SqlUpdate(
            """
            insert into support_agents (agent_id, name, email, team, active, available, external_ids)
            select g.agent_id, g.name, g.email, g.team, false, false,
                jsonb_build_object(cast(:source as text), g.external_id)
            from jsonb_to_recordset(cast(:given as jsonb))
                as g (agent_id text, external_id text, name text, email text, team text)
            on conflict do nothing
            """)
    void create(TicketSource source, String given);
}
