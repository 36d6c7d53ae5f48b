package io.os199.cs.benchmarks;

import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** About whom users ask, and the process that is asked last. */
interface LoadDao extends SqlObject {
    /** Clients that are still there, in an order that has nothing to do with them but is always the same. */
    @SqlQuery(
            """
            select client_id
            from clients
            where status <> 'churned'
            order by md5(name), client_id
            """)
    List<String> clients();

    @SqlQuery(
            """
            select distinct csm
            from clients
            where csm is not null and status <> 'churned'
            order by csm
            """)
    List<String> csms();

    @SqlQuery("select pg_backend_pid()")
    long backendPid();
}
