package io.os199.cs.retention.churn;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** All clients, whether they left or not. */
interface EveryClientDao {
    /** The ids of some behind one, in their order. */
    @SqlQuery(
            "select client_id from clients where client_id > :after order by client_id limit :most")
    List<String> after(String after, int most);

    @SqlQuery("select count(*) from clients")
    long count();
}
