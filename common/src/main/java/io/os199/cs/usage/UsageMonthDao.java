package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** What {@code table_partitions} says of the months of events; and their end. */
interface UsageMonthDao {
    record Month(LocalDate month, boolean dropped) {}

    @SqlQuery(
            """
            select month, dropped_at is not null as dropped
            from table_partitions
            where table_name = :table and month = any (cast(cast(:months as text[]) as date[]))
            """)
    @RegisterConstructorMapper(Month.class)
    List<Month> made(String table, List<String> months);

    @SqlQuery(
            """
            select month
            from table_partitions
            where table_name = :table and month < :before and dropped_at is null
            order by month
            """)
    List<LocalDate> kept(String table, LocalDate before);

    /** Whether it was dropped: not when days of it wait for their rollup, nor when somebody drops already. */
    @SqlQuery("select drop_usage_month(:month)")
    boolean drop(LocalDate month);
}
