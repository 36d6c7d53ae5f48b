package io.os199.cs.health;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** The clients of a chunk. */
interface PortfolioDao {
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id between :first and :last and status <> 'churned'
            order by client_id
            """)
    List<String> clientIds(String first, String last);
}
