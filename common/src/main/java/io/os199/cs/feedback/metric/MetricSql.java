package io.os199.cs.feedback.metric;

import io.os199.cs.core.ClientGroups;
import io.os199.cs.retention.facts.LiveClients;

/**
 * The parts that statements on metrics share. {@code :starts} and {@code :ends} are spans of days, which may overlap.
 */
final class MetricSql {
    /** Selects the clients of a filter; where {@code :except} names one, without it and those that have left. */
    static final String CONDITIONS =
            """
            (cast(:clientId as text) is null or c.client_id = :clientId)
            and (cast(:tier as text) is null or c.tier = :tier)
            and (cast(:csm as text) is null or lower(c.csm) = lower(:csm))
            and (cast(:segmentId as text) is null or exists (
                select
                from segment_members m
                where m.segment_id = :segmentId and m.client_id = c.client_id))
            and (cast(:except as text) is null or c.client_id <> :except and c.status <> 'churned')
            """;

    static final String CHOSEN =
            """
            with chosen as materialized (
                select c.client_id, c.status, c.tier, c.contract_value, c.contract_start_date
                from clients c
                where
            """
                    + CONDITIONS
                    + ")\n";

    /** The spans, numbered from 1. */
    static final String SPANS =
            """
            , span as (
                select *
                from unnest(cast(:starts as date[]), cast(:ends as date[])) with ordinality as s (start, until, no)
            )
            """;

    /** The chosen clients that were live on the last day of each span. */
    static final String LIVE =
            """
            , live as materialized (
                select w.no, w.until, c.client_id, c.tier, c.contract_value
                from span w
                join chosen c on c.contract_start_date is null or c.contract_start_date < w.until
                where
            """
                    + LiveClients.ARE_LIVE
                    + ")\n";

    /** The sums over rows of {@code measured}; further sums follow it. */
    static final String SUMS =
            """
            count(*)::int as client_count, count(value)::int as n, coalesce(sum(value), 0) as sum,
            coalesce(sum(value * value), 0) as squares,
            """;

    /** The part before the sums of each span. */
    static final String OF_SPANS = "select no::int as no, '' as dimension, '' as key,\n";

    /** The part between them and the sums of the groups of the first span. */
    static final String AND_GROUPS =
            """
            from measured
            group by no
            union all
            select 1, g.dimension, g.key,
            """;

    /** The part after the sums of the groups. */
    static final String OF_GROUPS =
            """
            from measured
            join clients c using (client_id)
            """
                    + ClientGroups.OF_CLIENT
                    + """
                    where no = 1 and g.dimension = any(:dimensions)
                    group by g.dimension, g.key
                    """;

    /** The clients of a group with the lowest values in the first span. */
    static final String LOWEST =
            """
            select client_id
            from measured
            join clients c using (client_id)
            """
                    + ClientGroups.OF_CLIENT
                    + """
                    where no = 1 and value is not null and g.dimension = :dimension and g.key = :key
                    order by value, c.contract_value desc, client_id
                    limit :most
                    """;

    private MetricSql() {}
}
