package io.os199.cs.feedback.metric;

import io.os199.cs.core.ClientGroups;
import io.os199.cs.core.ClockStart;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.TimedClients;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads times to first value, by the rules first-value-1. */
@PlannedForItsValues
interface FirstValueWindowDao {
    /**
     * A group of clients with equal values.
     *
     * @param no the span in which their clock started, from 1; 0 for those that reached first value in the first
     *     span, whenever their clock started
     * @param youngCount those whose clock started so recently that the target is not past
     * @param days the days to first value, or else the age at {@code :asOf} or when they left
     */
    record Counted(
            int no,
            String dimension,
            String key,
            String method,
            boolean isReached,
            int days,
            int clientCount,
            int youngCount,
            @Nullable LocalDate firstOn,
            @Nullable LocalDate lastOn)
            implements TimedClients {}

    @SqlQuery(
            """
            with span as (
                select *
                from unnest(cast(:starts as date[]), cast(:ends as date[])) with ordinality as s (start, until, no)
            ),
            told as materialized (
                select v.client_id, v.clock_start_on, v.method, v.first_value_on,
            """
                    + FirstValueDao.DAYS
                    + """
                    from (with clock as (select * from (
                    """
                    + ClockStart.OF_ALL
                    + "where "
                    + MetricSql.CONDITIONS
                    + """
                    ) started where clock_start_on < :until
                    """
                    + FirstValueDao.OF_CLOCK
                    + ") v"
                    + FirstValueDao.WITH_LEAVING
                    + """
                    ),
                    started as (
                        select w.no, t.*
                        from span w
                        join told t on t.clock_start_on >= w.start and t.clock_start_on < w.until
                    )
                    select no::int as no, '' as dimension, '' as key, method, first_value_on is not null as is_reached, days,
                        count(*)::int as client_count,
                        (count(*) filter (where clock_start_on > cast(:asOf as date) - 21))::int as young_count,
                        min(clock_start_on) as first_on, max(clock_start_on) as last_on
                    from started
                    group by no, method, is_reached, days
                    union all
                    select 1, g.dimension, g.key, s.method, s.first_value_on is not null, s.days, count(*)::int, 0, null, null
                    from started s
                    join clients c using (client_id)
                    """
                    + ClientGroups.OF_CLIENT
                    + """
                    where s.no = 1 and g.dimension = any(:dimensions)
                    group by g.dimension, g.key, s.method, 5, s.days
                    union all
                    select 0, '', '', t.method, true, t.days, count(*)::int, 0, null, null
                    from told t
                    join span w on w.no = 1 and t.first_value_on >= w.start and t.first_value_on < w.until
                    group by t.method, t.days
                    """)
    @RegisterConstructorMapper(Counted.class)
    List<Counted> counts(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            LocalDate asOf,
            LocalDate until,
            String[] starts,
            String[] ends,
            List<String> dimensions);
}
