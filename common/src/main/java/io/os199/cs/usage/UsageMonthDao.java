package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.LocalDate;
import java.util.List;

/** The months of events according to {@code table_partitions}, and the dropping of months. */
interface UsageMonthDao {
    /** Returns the months that never had a partition. */
    @SqlQuery(
            """
            select cast(wanted as date) as month
            from unnest(cast(:months as text[])) as wanted
            where not exists (
                select from table_partitions where table_name = :table and month = cast(wanted as date))
            """)
    List<LocalDate> missing(String table, List<String> months);

    /**
     * Prevents any month from being dropped until the transaction ends; the lock is the one that storing events takes
     * anyway.
     */
    @SqlUpdate("lock table only usage_events in row exclusive mode")
    void keepAll();

    @SqlQuery(
            """
            select month
            from table_partitions
            where table_name = :table and month = any (cast(cast(:months as text[]) as date[]))
                and dropped_at is not null
            """)
    List<LocalDate> dropped(String table, List<String> months);

    @SqlQuery(
            """
            select month
            from table_partitions
            where table_name = :table and month < :before and dropped_at is null
            order by month
            """)
    List<LocalDate> kept(String table, LocalDate before);

    /** Returns the months that have a partition of one table and never had one of the other. */
    @SqlQuery(
            """
            select month
            from table_partitions a
            where table_name = :table and month < :before and dropped_at is null
                and not exists (select from table_partitions b where b.table_name = :other and b.month = a.month)
            """)
    List<LocalDate> alone(String table, String other, LocalDate before);

    /**
     * Drops a month and returns whether it did so: not while days of it wait for their rollup, nor while somebody
     * else is dropping.
     */
    @SqlQuery("select drop_usage_month(:month)")
    boolean drop(LocalDate month);
}
