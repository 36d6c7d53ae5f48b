package io.os199.cs.retention.churn;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** All clients, whether they left or not. */
interface EveryClientDao {
    /** Returns the ids of at most {@code most} clients after a given id, in their order. */
    @SqlQuery(
            "select client_id from clients where client_id > :after order by client_id limit :most")
    List<String> after(String after, int most);

    @SqlQuery("select count(*) from clients")
    long count();
}
