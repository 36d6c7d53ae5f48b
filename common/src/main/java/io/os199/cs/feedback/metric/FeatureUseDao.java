package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads the share of the features available to them that clients use. {@code :cuts} are the bounds of all spans, each
 * once and in order, so that a day's use is read once, however many spans it lies in.
 */
@PlannedForItsValues
interface FeatureUseDao {
    /**
     * A client has a value once it has sent any use and has a feature available on the last day of the span.
     *
     * <p>Available and used features meet by grouping and not by a join: the planner cannot know how many of them
     * there are, and would compare each with each.
     *
     * <p>{@code :part} selects, of the clients from {@code :firstClientId} to {@code :lastClientId}, those that have
     * not left ({@code live}), those that have ({@code left}), or {@code all}.
     */
    String MEASURED =
            """
            with chosen as materialized (
                select c.client_id, c.status, c.tier, c.contract_value, c.contract_start_date
                from clients c
                where case :part when 'live' then c.status <> 'churned' when 'left' then c.status = 'churned' else true end
                    and c.client_id >= :firstClientId and (cast(:lastClientId as text) is null or c.client_id <= :lastClientId)
                    and
            """
                    + MetricSql.CONDITIONS
                    + """
                    )
                    , span as (
                        select s.*, array_position(cast(:cuts as date[]), s.start) as first_slot,
                            array_position(cast(:cuts as date[]), s.until) as end_slot
                        from unnest(cast(:starts as date[]), cast(:ends as date[])) with ordinality as s (start, until, no)
                    )
                    """
                    + MetricSql.LIVE
                    + """
                    , cut as materialized (
                        select cast(:cuts as date[]) as days
                    ),
                    use as materialized (
                        select d.client_id, d.feature_key, width_bucket(d.day, t.days) as slot,
                            count(*) as row_count, min(d.day) as first_on, max(d.day) as last_on
                        from cut t
                        cross join chosen c
                        join usage_daily_features d on d.client_id = c.client_id
                            and d.day >= t.days[1] and d.day < t.days[cardinality(t.days)]
                        where d.event_count > 0
                        group by 1, 2, 3
                    ),
                    owner as materialized (
                        select l.no, l.until, l.client_id,
                            array_position(array['starter', 'standard', 'professional', 'enterprise'], l.tier) as tier_rank,
                            array(
                                select distinct p.product_id
                                from contracts k
                                cross join unnest(k.products) as named (product_id)
                                join products p on p.product_id = named.product_id
                                where k.client_id = l.client_id and k.status <> 'draft' and k.start_date < l.until
                                    and (k.end_date is null or k.end_date >= l.until - 1)
                                    and (k.terminated_on is null or k.terminated_on >= l.until)) as product_ids
                        from live l
                        where l.until > (
                            select d.day
                            from usage_daily_features d
                            where d.client_id = l.client_id and d.event_count > 0
                            order by d.day
                            limit 1)
                    ),
                    fact as (
                        select o.no, o.client_id, f.key as feature_key, f.is_core, false as is_used
                        from owner o
                        join features f on (f.released_on is null or f.released_on < o.until)
                            and array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
                                <= o.tier_rank
                            and (o.product_ids = '{}' or f.product_id = any(o.product_ids))
                        union all
                        select w.no, u.client_id, u.feature_key, null, true
                        from (select no, generate_series(first_slot, end_slot - 1) as slot from span) w
                        join use u using (slot)
                    ),
                    available as (
                        select no, client_id, bool_or(is_core) as is_core, bool_or(is_used) as is_used
                        from fact
                        group by no, client_id, feature_key
                        having count(is_core) > 0
                    ),
                    measured as (
                        select no, client_id,
                            count(*) filter (where is_used)::numeric / nullif(count(is_used), 0) as value,
                            count(*) filter (where is_used and is_core)::numeric / nullif(count(*) filter (where is_core), 0)
                                as core_value
                        from (
                            select no, client_id, is_core, is_used
                            from available
                            union all
                            select no, client_id, null, null
                            from live) each
                        group by no, client_id
                    )
                    """;

    String SUMS =
            MetricSql.SUMS
                    + """
                    count(core_value)::int as core_count, coalesce(sum(core_value), 0) as core_sum
                    """;

    /** Returns a {@link FeatureUseRead} as JSON. */
    @SqlQuery(
            MEASURED
                    + """
                    , moment as (
                    """
                    + MetricSql.OF_SPANS
                    + SUMS
                    + MetricSql.AND_GROUPS
                    + SUMS
                    + MetricSql.OF_GROUPS
                    + """
                    ),
                    told as (
                        select value, count(*)::int as client_count
                        from measured
                        where no = 1 and value is not null
                        group by value
                    ),
                    extent as (
                        select coalesce(sum(u.row_count), 0)::bigint as row_count, min(u.first_on) as first_on,
                            max(u.last_on) as last_on
                        from span w
                        join use u on u.slot >= w.first_slot and u.slot < w.end_slot
                        where w.no = 1
                    )
                    select json_build_object(
                        'moments', (select coalesce(json_agg(row_to_json(moment)), '[]') from moment),
                        'values', (select coalesce(json_agg(row_to_json(told)), '[]') from told),
                        'row_count', e.row_count, 'first_on', e.first_on, 'last_on', e.last_on)::text
                    from extent e
                    """)
    String read(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            String part,
            String firstClientId,
            @Nullable String lastClientId,
            String[] cuts,
            String[] starts,
            String[] ends,
            List<String> dimensions);

    @SqlQuery(MEASURED + MetricSql.LOWEST)
    List<String> lowest(
            @BindMethods RevenueFilter filter,
            @Nullable String except,
            String part,
            String firstClientId,
            @Nullable String lastClientId,
            String[] cuts,
            String[] starts,
            String[] ends,
            String dimension,
            String key,
            int most);
}
