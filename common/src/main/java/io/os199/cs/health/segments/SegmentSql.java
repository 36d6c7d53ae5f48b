package io.os199.cs.health.segments;

import io.os199.cs.health.HealthModels;
import io.os199.cs.health.PortfolioSql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The clients of a split with their keys, as the beginning of a statement: {@code with … looked_at as (…)}. It is put
 * together from fragments written here; values that a caller sends are bound.
 */
final class SegmentSql {
    /** The most segments in an answer; when there are more industries, the smallest are combined. */
    static final int MOST = 20;

    private static final String LOOKED_AT =
            """
            looked_at as (
                select client_id, client_name, arr, csm, renewal_date, overall, band, score_date, open_tickets,
                    raw_key as key
                from every_client
                where is_met or :isCustom)\
            """;

    /** The split by industry: small industries together and, beyond 20 segments, those with the least ARR with them. */
    private static final String INDUSTRIES =
            """
            industries as (
                select raw_key, count(*) as client_count, sum(arr) as arr
                from every_client
                where is_met
                group by raw_key
            ), named as (
                select raw_key, row_number() over (order by arr desc, raw_key) as place
                from industries
                where client_count >= :minSize and raw_key not in ('unknown', 'other')
            ), room as (
                select case
                    when (select count(*) from named) + (select count(*) from industries where raw_key = 'unknown')
                        + (select least(count(*), 1) from industries
                           where raw_key <> 'unknown' and (raw_key = 'other' or client_count < :minSize)) <= :most
                    then :most
                    else :most - 1 - (select count(*) from industries where raw_key = 'unknown') end as places
            ), looked_at as (
                select client_id, client_name, arr, csm, renewal_date, overall, band, score_date, open_tickets,
                    case when raw_key = 'unknown'
                        or raw_key in (select raw_key from named where place <= (select places from room))
                        then raw_key else 'other' end as key
                from every_client
                where is_met)\
            """;

    private final String sql;
    private final Map<String, Object> values = new LinkedHashMap<>();

    SegmentSql(SegmentOrder order, Instant now) {
        Criteria criteria = Criteria.of(order.criteria());
        SegmentKeys keys = new SegmentKeys(order);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        values.put("healthModel", HealthModels.STANDARD);
        values.put("today", today);
        values.put("isWidened", Criteria.areOfChurned(order.criteria()));
        values.putAll(criteria.values());
        boolean isIndustry = order.segmentationType() == SegmentationType.INDUSTRY;
        if (isIndustry) {
            values.put("minSize", order.minSegmentSize());
            values.put("most", MOST);
        } else {
            values.put("isCustom", order.isCustom());
        }
        sql =
                everyClient(criteria.sql(), rawKey(order, keys, criteria))
                        + ", "
                        + (isIndustry ? INDUSTRIES : LOOKED_AT);
    }

    /**
     * Returns {@code every_client}: the clients that have not left and, where asked for, also those that have; {@code
     * is_met} is true where all criteria hold. Scores are from the newest stored score of the model in force.
     */
    private static String everyClient(String criteria, String rawKey) {
        return "with "
                + PortfolioSql.MODEL
                + """
                , every_client as materialized (
                    select c.client_id, c.name as client_name, c.contract_value as arr,
                        nullif(lower(btrim(c.csm)), '') as csm, c.renewal_date, c.status <> 'churned' as is_portfolio,
                        s.overall, s.band, s.score_date, coalesce(t.open_count, 0) as open_tickets,
                        coalesce(%s, false) as is_met,
                        %s as raw_key
                    from clients c
                """
                        .formatted(criteria, rawKey)
                + PortfolioSql.NEWEST_SCORE
                + """
                    left join (
                        select client_id, count(*) as open_count
                        from tickets
                        where deleted_at is null and status not in ('resolved', 'closed')
                        group by client_id) t on t.client_id = c.client_id
                    left join (
                        select client_id, min(start_date) as started_on
                        from contracts
                        where status <> 'draft'
                        group by client_id) k on k.client_id = c.client_id
                    where c.status <> 'churned' or :isWidened
                )
                """;
    }

    private String rawKey(SegmentOrder order, SegmentKeys keys, Criteria criteria) {
        return switch (order.segmentationType()) {
            case VALUE_BASED -> range("c.contract_value", keys);
            case USAGE_BASED ->
                    "case when s.usage is null then 'no_usage_data' else "
                            + range("s.usage", keys)
                            + " end";
            case HEALTH_BASED -> "coalesce(s.band, 'unscored')";
            case INDUSTRY -> "coalesce(nullif(lower(btrim(c.industry)), ''), 'unknown')";
            case LIFECYCLE -> "c.lifecycle_stage";
            case CUSTOM -> {
                values.put(
                        "customKey",
                        SegmentKeys.customKey(Objects.requireNonNull(order.segmentName())));
                yield "case when coalesce("
                        + criteria.sql()
                        + ", false) then :customKey else 'rest' end";
            }
        };
    }

    /** Returns the key of the range that a number is in; a lower end belongs to its range. */
    private String range(String sql, SegmentKeys keys) {
        values.put("ranges", keys.ranges().toArray(String[]::new));
        values.put(
                "bounds",
                keys.bounds().stream().map(BigDecimal::toPlainString).toArray(String[]::new));
        return "(:ranges::text[])[width_bucket(" + sql + ", :bounds::text[]::numeric[]) + 1]";
    }

    /** Returns a whole statement that continues with {@code rest}. */
    String with(String rest) {
        return sql + rest;
    }

    Map<String, Object> values() {
        return values;
    }
}
