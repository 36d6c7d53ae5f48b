package io.os199.cs.expansion.revenue;

import io.os199.cs.core.ClientGroups;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads the ledger. {@code :bounds} are the first days of consecutive periods, and the day after the last: what
 * happens on a bound belongs to the period that begins.
 */
@PlannedForItsValues
interface RevenueDao {
    /** The clients that match a filter. */
    String CHOSEN =
            """
            with chosen as (
                select c.client_id, c.name, c.tier, c.csm, c.industry
                from clients c
                where (cast(:clientId as text) is null or c.client_id = :clientId)
                    and (cast(:tier as text) is null or c.tier = :tier)
                    and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
                    and (cast(:minArr as numeric) is null or c.contract_value >= :minArr)
                    and (cast(:segmentId as text) is null or exists (
                        select
                        from segment_members m
                        where m.segment_id = :segmentId and m.client_id = c.client_id))
            )
            """;

    /**
     * These clients with the movements of each in each period in which it had any; period 0 is the time before the
     * first.
     */
    String FLOWS =
            CHOSEN
                    + """
                    , flow as (
                        select m.client_id, width_bucket(m.effective_on, cast(:bounds as date[])) as no,
                            sum(m.arr_delta_amount) as delta,
                            coalesce(sum(m.arr_delta_amount) filter (where m.kind = 'new'), 0) as new_arr,
                            coalesce(sum(m.arr_delta_amount) filter (where m.kind = 'reactivation'), 0) as reactivation_arr,
                            coalesce(sum(m.arr_delta_amount) filter (where m.kind = 'expansion'), 0) as expansion_arr,
                            coalesce(sum(m.arr_delta_amount) filter (where m.kind = 'contraction'), 0) as contraction_arr,
                            coalesce(sum(m.arr_delta_amount) filter (where m.kind = 'churn'), 0) as churn_arr
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.effective_on < (cast(:bounds as date[]))[cardinality(cast(:bounds as date[]))]
                        group by m.client_id, no
                    )
                    """;

    /** The same with what each client had at the start and the end of the first period. */
    String BALANCES =
            FLOWS
                    + """
                    , balance as (
                        select client_id, 1 as no, coalesce(sum(delta) filter (where no = 0), 0) as start_arr,
                            coalesce(sum(delta) filter (where no <= 1), 0) as end_arr
                        from flow
                        group by client_id
                    )
                    """;

    /** The retention of a cohort, from rows of {@code balance}. */
    String KEPT =
            """
            count(*) filter (where start_arr > 0)::int as client_count,
            coalesce(sum(start_arr) filter (where start_arr > 0), 0) as arr,
            coalesce(sum(end_arr) filter (where start_arr > 0), 0) as end_arr,
            coalesce(sum(least(start_arr, end_arr)) filter (where start_arr > 0), 0) as kept_arr,
            count(*) filter (where start_arr > 0 and end_arr > 0)::int as kept_count,
            coalesce(sum(start_arr) filter (where start_arr > 0 and end_arr <= 0), 0) as left_arr
            """;

    /** The columns of a period. */
    record Row(
            LocalDate start,
            LocalDate end,
            BigDecimal startingArr,
            BigDecimal newArr,
            BigDecimal reactivationArr,
            BigDecimal expansionArr,
            BigDecimal contractionArr,
            BigDecimal churnArr,
            BigDecimal endingArr,
            @Nested CohortKept cohort,
            BigDecimal cohortExpansionArr,
            int expandingCount) {
        RevenuePeriod toPeriod() {
            return new RevenuePeriod(
                    start,
                    end,
                    startingArr,
                    newArr,
                    reactivationArr,
                    expansionArr,
                    contractionArr,
                    churnArr,
                    endingArr,
                    cohort,
                    cohortExpansionArr,
                    expandingCount);
        }
    }

    /**
     * Returns all periods, oldest first, including those in which nothing happens. A client without movements in a
     * period is not read in it: its ARR is added from the period after a movement on and removed at the next
     * movement.
     */
    @SqlQuery(
            FLOWS
                    + """
                    , balance as (
                        select *, sum(delta) over moves as end_arr, sum(delta) over moves - delta as start_arr,
                            lead(no, 1, cardinality(cast(:bounds as date[]))) over moves as next_no
                        from flow
                        window moves as (partition by client_id order by no)
                    ),
                    moved as (
                        select no, sum(start_arr) as starting_arr, sum(new_arr) as new_arr,
                            sum(reactivation_arr) as reactivation_arr, sum(expansion_arr) as expansion_arr,
                            sum(contraction_arr) as contraction_arr, sum(churn_arr) as churn_arr,
                            sum(end_arr) as ending_arr,
                            coalesce(sum(expansion_arr) filter (where start_arr > 0), 0) as cohort_expansion_arr,
                            count(*) filter (where start_arr > 0 and expansion_arr > 0)::int as expanding_count,
                    """
                    + KEPT
                    + """
                        from balance
                        group by no
                    ),
                    rest as (
                        select case when is_begun then no + 1 else next_no end as no,
                            sum(case when is_begun then end_arr else -end_arr end) as arr,
                            sum(case when is_begun then 1 else -1 end * greatest(end_arr, 0)) as paid_arr,
                            sum(case when is_begun then 1 else -1 end) filter (where end_arr > 0) as payer_count
                        from balance
                        cross join (values (true), (false)) turn (is_begun)
                        where next_no > no + 1
                        group by 1
                    ),
                    still as (
                        select n.no, sum(coalesce(r.arr, 0)) over (order by n.no) as arr,
                            sum(coalesce(r.paid_arr, 0)) over (order by n.no) as paid_arr,
                            (sum(coalesce(r.payer_count, 0)) over (order by n.no))::int as payer_count
                        from generate_series(1, cardinality(cast(:bounds as date[])) - 1) as n (no)
                        left join rest r using (no)
                    )
                    select (cast(:bounds as date[]))[s.no] as start, (cast(:bounds as date[]))[s.no + 1] as end,
                        coalesce(p.starting_arr, 0) + s.arr as starting_arr, coalesce(p.new_arr, 0) as new_arr,
                        coalesce(p.reactivation_arr, 0) as reactivation_arr, coalesce(p.expansion_arr, 0) as expansion_arr,
                        coalesce(p.contraction_arr, 0) as contraction_arr, coalesce(p.churn_arr, 0) as churn_arr,
                        coalesce(p.ending_arr, 0) + s.arr as ending_arr,
                        coalesce(p.cohort_expansion_arr, 0) as cohort_expansion_arr,
                        coalesce(p.expanding_count, 0) as expanding_count,
                        coalesce(p.client_count, 0) + s.payer_count as client_count,
                        coalesce(p.arr, 0) + s.paid_arr as arr, coalesce(p.end_arr, 0) + s.paid_arr as end_arr,
                        coalesce(p.kept_arr, 0) + s.paid_arr as kept_arr,
                        coalesce(p.kept_count, 0) + s.payer_count as kept_count, coalesce(p.left_arr, 0) as left_arr
                    from still s
                    left join moved p using (no)
                    order by s.no
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> periods(@BindMethods RevenueFilter filter, String[] bounds);

    /** A group of clients in one period. */
    record GroupRow(String key, int groupCount, @Nested CohortKept cohort) {}

    /** Returns the cohorts of the first period of {@code :bounds}, largest first. */
    @SqlQuery(
            BALANCES
                    + """
                    , grouped as (
                        select b.*, case :grouping
                                when 'tier' then c.tier
                                when 'csm' then coalesce(c.csm, 'unassigned')
                                when 'industry' then coalesce(c.industry, 'unknown')
                                else g.name
                            end as key
                        from balance b
                        join chosen c using (client_id)
                        left join (segment_members m join segments g using (segment_id))
                            on :grouping = 'segment' and m.client_id = b.client_id
                        where b.no = 1 and (:grouping <> 'segment' or g.name is not null)
                    )
                    select key, (count(*) over ())::int as group_count,
                    """
                    + KEPT
                    + """
                    from grouped
                    group by key
                    having count(*) filter (where start_arr > 0) > 0
                    order by arr desc, key
                    limit :most
                    """)
    @RegisterConstructorMapper(GroupRow.class)
    List<GroupRow> groups(
            @BindMethods RevenueFilter filter, String[] bounds, RevenueGrouping grouping, int most);

    /** The movements, with how the clients that paid at the start of the first period fared in it. */
    String MEMBERS =
            FLOWS
                    + """
                    , fared as (
                        select client_id, coalesce(sum(delta) filter (where no = 0), 0) as start_arr,
                            coalesce(sum(delta) filter (where no <= 1), 0) as end_arr,
                            coalesce(sum(expansion_arr) filter (where no = 1), 0) as expansion_arr
                        from flow
                        group by client_id
                    ),
                    member as (
                        select *, case :rate
                                when 'net' then end_arr / start_arr
                                when 'gross' then least(start_arr, end_arr) / start_arr
                                when 'expansion' then expansion_arr / start_arr
                                else case when end_arr > 0 then 1 else 0 end
                            end as rate
                        from fared
                        where start_arr > 0
                    )
                    """;

    /** A group of a dimension in one period. */
    record SegmentRow(
            String dimension,
            String key,
            @Nested CohortKept cohort,
            BigDecimal cohortExpansionArr) {}

    /** Returns the cohorts of the first period of {@code :bounds} in each dimension, omitting empty ones. */
    @SqlQuery(
            MEMBERS
                    + """
                    select g.dimension, g.key, coalesce(sum(expansion_arr), 0) as cohort_expansion_arr,
                    """
                    + KEPT
                    + """
                    from member
                    join clients c using (client_id)
                    """
                    + ClientGroups.OF_CLIENT
                    + """
                    where g.dimension = any(:dimensions)
                    group by g.dimension, g.key
                    """)
    @RegisterConstructorMapper(SegmentRow.class)
    List<SegmentRow> segments(
            @BindMethods RevenueFilter filter,
            String[] bounds,
            CohortRate rate,
            List<String> dimensions);

    /** The number of clients with the same rate. */
    record RateRow(BigDecimal rate, int clientCount) {}

    @SqlQuery(
            MEMBERS
                    + """
                    select rate, count(*)::int as client_count
                    from member
                    join clients c using (client_id)
                    where c.status <> 'churned' and c.client_id <> :except
                    group by rate
                    """)
    @RegisterConstructorMapper(RateRow.class)
    List<RateRow> rates(
            @BindMethods RevenueFilter filter, String[] bounds, CohortRate rate, String except);

    @SqlQuery(
            MEMBERS
                    + """
                    select client_id
                    from member
                    join clients c using (client_id)
                    """
                    + ClientGroups.OF_CLIENT
                    + """
                    where g.dimension = :dimension and g.key = :key
                    order by rate, start_arr desc, client_id
                    limit :most
                    """)
    List<String> lowest(
            @BindMethods RevenueFilter filter,
            String[] bounds,
            CohortRate rate,
            String dimension,
            String key,
            int most);

    /** A source of expansion. */
    record SourceRow(String type, BigDecimal amount, int movementCount) {}

    @SqlQuery(
            CHOSEN
                    + """
                    select coalesce(o.type, case when k.type = 'renewal' then 'renewal_uplift' end, 'unattributed') as type,
                        sum(m.arr_delta_amount) as amount, count(*)::int as movement_count
                    from revenue_movements m
                    join chosen using (client_id)
                    left join opportunities o on o.client_id = m.client_id and o.opportunity_id = m.opportunity_id
                    left join contracts k on k.client_id = m.client_id and k.contract_id = m.contract_id
                    where m.kind = 'expansion' and m.effective_on >= :start and m.effective_on < :end
                    group by 1
                    order by amount desc, type
                    """)
    @RegisterConstructorMapper(SourceRow.class)
    List<SourceRow> sources(@BindMethods RevenueFilter filter, LocalDate start, LocalDate end);

    /**
     * The sum of a client's movements, excluding its arrival, and also its return unless it left in the same period.
     */
    record ChangeRow(
            String clientId,
            String clientName,
            BigDecimal netChange,
            List<String> kinds,
            int clientCount) {}

    @SqlQuery(
            CHOSEN
                    + """
                    , changed as (
                        select m.client_id, sum(m.arr_delta_amount) as net_change,
                            array_agg(distinct m.kind order by m.kind) as kinds
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.kind <> 'new'
                            and (m.kind <> 'reactivation' or exists (select from revenue_movements left_before
                                where left_before.client_id = m.client_id and left_before.kind = 'churn'
                                    and left_before.effective_on >= :start and left_before.effective_on < :end))
                            and m.effective_on >= :start and m.effective_on < :end
                        group by m.client_id
                    )
                    select client_id, c.name as client_name, net_change, kinds,
                        (count(*) over ())::int as client_count
                    from changed
                    join chosen c using (client_id)
                    where net_change * :sign > 0
                    order by abs(net_change) desc, client_id
                    limit :most
                    """)
    @RegisterConstructorMapper(ChangeRow.class)
    List<ChangeRow> changes(
            @BindMethods RevenueFilter filter, LocalDate start, LocalDate end, int sign, int most);

    /** Returns all expansion, and the part due to the clients that expanded most. */
    @SqlQuery(
            CHOSEN
                    + """
                    select coalesce(sum(amount), 0) as amount,
                        coalesce(sum(amount) filter (where place <= :first), 0) as amount_of_first,
                        (count(*) filter (where place <= :first))::int as first_count
                    from (
                        select sum(m.arr_delta_amount) as amount,
                            row_number() over (order by sum(m.arr_delta_amount) desc, m.client_id) as place
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.kind = 'expansion' and m.effective_on >= :start and m.effective_on < :end
                        group by m.client_id) ranked
                    """)
    @RegisterConstructorMapper(RevenueLedger.Concentration.class)
    RevenueLedger.Concentration concentration(
            @BindMethods RevenueFilter filter, LocalDate start, LocalDate end, int first);

    /** Returns the clients that paid when a period began, and whether each paid more at its end. */
    @SqlQuery(
            BALANCES
                    + """
                    select client_id, end_arr > start_arr as has_expanded
                    from balance
                    where no = 1 and start_arr > 0
                    order by client_id
                    """)
    @RegisterConstructorMapper(RevenueLedger.Member.class)
    List<RevenueLedger.Member> cohort(@BindMethods RevenueFilter filter, String[] bounds);

    @SqlQuery(
            CHOSEN
                    + """
                    select min(m.effective_on) as begins_on, max(m.created_at) as newest_at,
                        (count(*) filter (where m.effective_on < :end))::int as movement_count
                    from revenue_movements m
                    join chosen using (client_id)
                    """)
    @RegisterConstructorMapper(RevenueLedger.Extent.class)
    RevenueLedger.Extent extent(@BindMethods RevenueFilter filter, LocalDate end);

    /**
     * Counts clients whose row shows a different ARR than the ledger, except those with a contract that is still to
     * begin.
     */
    @SqlQuery(
            CHOSEN
                    + """
                    , ledger as (
                        select m.client_id, sum(m.arr_delta_amount) as arr
                        from revenue_movements m
                        join chosen using (client_id)
                        where m.effective_on <= :today
                        group by m.client_id
                    )
                    select count(*)::int
                    from ledger l
                    join clients c using (client_id)
                    where c.status <> 'churned' and abs(c.contract_value - l.arr) > 0.01
                        and not exists (
                            select
                            from contracts k
                            where k.client_id = c.client_id and k.status = 'active' and k.start_date > :today)
                    """)
    int mismatches(@BindMethods RevenueFilter filter, LocalDate today);

    /** Returns the name of a manager by its hash, in one of its spellings. */
    @SqlQuery(
            """
            select min(csm) from clients where encode(sha256(convert_to(lower(csm), 'UTF8')), 'hex') = :hash
            """)
    @Nullable String csm(String hash);
}
