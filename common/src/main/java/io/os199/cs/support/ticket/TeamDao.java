package io.os199.cs.support.ticket;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;
import java.util.Optional;

/** Reads of the support teams. */
interface TeamDao {
    /**
     * Returns the stored spelling of a team's name: from the agents or, if none has it, from the tickets, which are
     * searched only then.
     */
    @SqlQuery(
            """
            (select team from support_agents where lower(team) = lower(:team) order by team limit 1)
            union all
            (select team from tickets where lower(team) = lower(:team) and deleted_at is null limit 1)
            limit 1
            """)
    Optional<String> team(String team);

    /** Returns the teams whose names are most similar to the given one. */
    @SqlQuery(
            """
            select team
            from (select distinct team from support_agents) t
            order by similarity(team, :team) desc, team
            limit 5
            """)
    List<String> nearest(String team);
}
