package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.RevenueFilter;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads of which share of the features available to them clients use. {@code :cuts} are the bounds of all spans, each once and in order, so
 * that a day's use is read once, in however many spans it lies.
 */
interface FeatureUseDao {
    /**
     * A client has a value once it has sent use at all and has a feature available on the last day of the span.
     *
     * <p>{@code :part}: of the clients from {@code :firstClientId} to {@code :lastClientId} those that have not left ({@code live}), those that
     * have ({@code left}), or {@code all}.
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
                    , use as materialized (
                        select d.client_id, d.feature_key, width_bucket(d.day, cast(:cuts as date[])) as slot,
                            count(*) as row_count, min(d.day) as first_on, max(d.day) as last_on
                        from chosen c
                        join usage_daily_features d on d.client_id = c.client_id
                        where d.day >= (cast(:cuts as date[]))[1]
                            and d.day < (cast(:cuts as date[]))[cardinality(cast(:cuts as date[]))] and d.event_count > 0
                        group by 1, 2, 3
                    ),
                    used as materialized (
                        select distinct w.no, u.client_id, u.feature_key
                        from span w
                        join use u on u.slot >= w.first_slot and u.slot < w.end_slot
                    ),
                    owner as (
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
                        where exists (
                            select
                            from usage_daily_features d
                            where d.client_id = l.client_id and d.day < l.until and d.event_count > 0)
                    ),
                    share as (
                        select o.no, o.client_id, count(*) as available_count, count(u.feature_key) as used_count,
                            count(*) filter (where f.is_core) as core_available_count,
                            count(u.feature_key) filter (where f.is_core) as core_used_count
                        from owner o
                        join features f on (f.released_on is null or f.released_on < o.until)
                            and array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
                                <= o.tier_rank
                            and (o.product_ids = '{}' or f.product_id = any(o.product_ids))
                        left join used u on u.no = o.no and u.client_id = o.client_id and u.feature_key = f.key
                        group by o.no, o.client_id
                    ),
                    measured as (
                        select l.no, l.client_id, s.used_count::numeric / s.available_count as value,
                            s.core_used_count::numeric / nullif(s.core_available_count, 0) as core_value
                        from live l
                        left join share s using (no, client_id)
                    )
                    """;

    String SUMS =
            MetricSql.SUMS
                    + """
                    count(core_value)::int as core_count, coalesce(sum(core_value), 0) as core_sum
                    """;

    /** JSON of {@link FeatureUseRead}. */
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
