package io.os199.cs.benchmarks;

import org.jdbi.v3.sqlobject.SqlObject;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a large portfolio out of a smaller one: each client several times, with ids and names of its own. */
interface CopiesDao extends SqlObject {
    /**
     * The client data about the present, each table after those that it refers to, with a condition on its rows where
     * needed.
     */
    List<String> TABLES =
            List.of(
                    "client_names",
                    "clients",
                    "contracts",
                    "contract_limits",
                    "usage_daily_users where day > :since",
                    "usage_daily_features where day > :since",
                    "usage_user_features where last_used_on > :since",
                    "feedback where response_id is null");

    /**
     * Makes the copies.
     *
     * @param copies how many more of each client
     * @param since the day after which use is copied
     */
    default void copy(int copies, LocalDate since) {
        TABLES.forEach(
                table -> {
                    String name = table.replaceAll(" .*", "");
                    List<String> columns = columns(name);
                    getHandle()
                            .createUpdate(
                                    "insert into %s (%s) select %s from (select * from %s) s cross join generate_series(1, :copies) copy"
                                            .formatted(
                                                    name,
                                                    String.join(", ", columns),
                                                    columns.stream()
                                                            .map(CopiesDao::copied)
                                                            .collect(Collectors.joining(", ")),
                                                    table))
                            .bind("copies", copies)
                            .bind("since", since)
                            .execute();
                });
    }

    /** Collects the statistics of all tables. */
    default int analyze() {
        return getHandle().execute("analyze");
    }

    private static String copied(String column) {
        return switch (column) {
            case "client_id", "name" -> column + " || ' ' || copy";
            case "external_id" -> "null";
            default -> column;
        };
    }

    private List<String> columns(String table) {
        return getHandle()
                .createQuery(
                        """
                        select column_name
                        from information_schema.columns
                        where table_schema = 'public' and table_name = :table and is_generated = 'NEVER'
                        order by ordinal_position
                        """)
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }
}
