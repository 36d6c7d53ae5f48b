package io.os199.cs.support.ticket;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;
import java.util.Optional;

/** Reads of the teams of support. */
interface TeamDao {
    /** The team of that name as it is written: of agents, else of tickets, which are looked through only then. */
    @SqlQuery(
            """
            (select team from support_agents where lower(team) = lower(:team) order by team limit 1)
            union all
            (select team from tickets where lower(team) = lower(:team) and deleted_at is null limit 1)
            limit 1
            """)
    Optional<String> team(String team);

    /** The teams whose names resemble one most. */
    @SqlQuery(
            """
            select team
            from (select distinct team from support_agents) t
            order by similarity(team, :team) desc, team
            limit 5
            """)
    List<String> nearest(String team);
}
