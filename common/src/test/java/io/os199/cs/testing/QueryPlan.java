package io.os199.cs.testing;

import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** How PostgreSQL runs a DAO's query. */
public final class QueryPlan {
    private QueryPlan() {}

    /**
     * Returns the lines of the plan.
     *
     * @param method the only one of the DAO with this name
     * @param bind binds all parameters of the query
     */
    public static String of(
            TestDatabase server, Class<?> dao, String method, UnaryOperator<Query> bind) {
        String sql =
                Arrays.stream(dao.getDeclaredMethods())
                        .filter(each -> each.getName().equals(method))
                        .map(each -> each.getAnnotation(SqlQuery.class).value())
                        .findAny()
                        .orElseThrow();
        return server.jdbi()
                .withHandle(
                        db ->
                                String.join(
                                        "\n",
                                        bind.apply(db.createQuery("explain " + sql))
                                                .mapTo(String.class)
                                                .list()));
    }
}
