package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads why clients left, and compares it with the ledger. */
@PlannedForItsValues
interface LeaveDao {
    record Reason(String reasonCode, int count) {}

    /**
     * Counts the newest reasons, in the period, of the clients that paid when the period began and did not at its
     * end.
     */
    @SqlQuery(
            MetricSql.CHOSEN
                    + """
                    , lost as (
                        select m.client_id
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.effective_on < :end
                        group by m.client_id
                        having sum(m.arr_delta_amount) filter (where m.effective_on < :start) > 0
                            and sum(m.arr_delta_amount) <= 0
                    )
                    select coalesce(e.reason_code, 'unrecorded') as reason_code, count(*)::int as count
                    from lost l
                    left join lateral (
                        select x.reason_code
                        from churn_events x
                        where x.client_id = l.client_id and x.churned_on >= :start and x.churned_on < :end
                        order by x.churned_on desc
                        limit 1) e on true
                    group by 1
                    order by count desc, reason_code
                    """)
    @RegisterConstructorMapper(Reason.class)
    List<Reason> reasons(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            LocalDate start,
            LocalDate end);

    /** A client whose ledger and churn event disagree, with the number of such clients. */
    record Mismatch(String clientId, int total) {}

    /**
     * Returns clients without ARR that never left or have come back since, and clients with ARR that left and did not
     * come back.
     */
    @SqlQuery(
            MetricSql.CHOSEN
                    + """
                    , ledger as (
                        select m.client_id, sum(m.arr_delta_amount) as arr,
                            max(m.effective_on) filter (where m.kind = 'reactivation') as back_on
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.effective_on < :end
                        group by m.client_id
                    ),
                    event as (
                        select e.client_id, max(e.churned_on) as churned_on
                        from churn_events e
                        join chosen using (client_id)
                        where e.churned_on < :end
                        group by e.client_id
                    )
                    select l.client_id, (count(*) over ())::int as total
                    from ledger l
                    left join event e using (client_id)
                    where case when l.arr > 0
                        then e.churned_on is not null and (l.back_on is null or l.back_on < e.churned_on)
                        else e.churned_on is null or l.back_on > e.churned_on end
                    order by l.client_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Mismatch.class)
    List<Mismatch> mismatches(
            @BindMethods RevenueFilter filter, @Nullable String except, LocalDate end, int most);

    record Extent(int rowCount, @Nullable LocalDate firstOn, @Nullable LocalDate lastOn) {}

    @SqlQuery(
            MetricSql.CHOSEN
                    + """
                    select count(*)::int as row_count, min(m.effective_on) as first_on, max(m.effective_on) as last_on
                    from revenue_movements m
                    join chosen using (client_id)
                    where m.effective_on < :end
                    """)
    @RegisterConstructorMapper(Extent.class)
    Extent movements(@BindMethods RevenueFilter filter, @Nullable String except, LocalDate end);
}
