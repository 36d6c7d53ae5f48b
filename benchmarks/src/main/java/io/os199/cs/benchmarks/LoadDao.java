package io.os199.cs.benchmarks;

import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Whom users ask about, and the process that serves the query. */
interface LoadDao extends SqlObject {
    /** Returns the clients that have not left, in an order that is unrelated to them but always the same. */
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
