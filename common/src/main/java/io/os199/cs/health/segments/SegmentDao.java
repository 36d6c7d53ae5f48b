package io.os199.cs.health.segments;

import io.os199.cs.health.PortfolioSql;
import io.os199.cs.health.segments.SegmentReport.Move;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Reads of a split's figures; the statements over its clients start with the SQL of {@link SegmentSql}. */
interface SegmentDao extends SqlObject {
    String ROWS =
            ", "
                    + PortfolioSql.NPS
                    + """
                    , ledger as (
                        select client_id, sum(arr_delta_amount) as arr_then
                        from revenue_movements
                        where effective_on <= :yearAgo
                        group by client_id
                        having sum(arr_delta_amount) > 0
                    )
                    select l.key, count(*) as client_count, coalesce(sum(l.arr), 0.00) as total_arr_amount,
                        round((percentile_disc(0.5) within group (order by l.arr)
                            - percentile_disc(0.5) within group (order by -l.arr)) / 2, 2) as median_arr_amount,
                        count(l.overall) as scored_count, avg(l.overall) as exact_mean_health_score,
                        count(*) filter (where l.band = 'healthy') as healthy_count,
                        count(*) filter (where l.band = 'watch') as watch_count,
                        count(*) filter (where l.band = 'at_risk') as at_risk_count,
                        count(*) filter (where l.band = 'critical') as critical_count,
                        min(l.score_date) as oldest_score_on, max(l.score_date) as newest_score_on,
                        count(*) filter (where l.renewal_date between :today and :renewalTo) as renewal_90d_count,
                        coalesce(sum(l.arr) filter (where l.renewal_date between :today and :renewalTo), 0.00)
                            as renewal_90d_arr_amount,
                        coalesce(sum(l.open_tickets), 0) as open_ticket_count,
                        coalesce(sum(n.responses), 0) as nps_response_count,
                        case when sum(n.responses) >= 5
                            then round(100 * (sum(n.promoters) - sum(n.detractors)) / sum(n.responses), 2) end as nps,
                        count(g.arr_then) as ledger_client_count,
                        round(100 * (sum(l.arr) filter (where g.arr_then is not null) - sum(g.arr_then)) / sum(g.arr_then), 2)
                            as arr_growth_12m_percent,
                        count(distinct l.csm) as csm_count, count(*) filter (where l.csm is null) as without_csm_count
                    from looked_at l
                    left join nps n using (client_id)
                    left join ledger g using (client_id)
                    group by grouping sets ((), (l.key))
                    """;

    /** Returns the figures of each key that has a client, and of all clients together. */
    default List<SegmentRow> rows(SegmentOrder order, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return query(getHandle(), order, now, ROWS)
                .bind("cut", now)
                .bind("npsSince", today.minusDays(179).atStartOfDay(ZoneOffset.UTC).toInstant())
                .bind("renewalTo", today.plusDays(90))
                .bind("yearAgo", today.minusYears(1))
                .map(ConstructorMapper.of(SegmentRow.class))
                .list();
    }

    /** Returns the ARR of every client in the split. */
    default List<BigDecimal> arrAmounts(SegmentOrder order, Instant now) {
        return query(getHandle(), order, now, "select arr from looked_at")
                .mapTo(BigDecimal.class)
                .list();
    }

    /** Returns the means of all clients that have not left, whichever clients are in the split. */
    default Means means(SegmentOrder order, Instant now) {
        return query(
                        getHandle(),
                        order,
                        now,
                        """
                        select round(avg(overall), 2) as mean_health_score, round(avg(arr), 2) as mean_arr_amount
                        from every_client
                        where is_portfolio
                        """)
                .map(ConstructorMapper.of(Means.class))
                .one();
    }

    /** Returns the largest clients of each segment. */
    default List<MemberRow> members(SegmentOrder order, Instant now) {
        return query(
                        getHandle(),
                        order,
                        now,
                        """
                        select key, client_id, client_name, arr as arr_amount, overall as health_score
                        from (
                            select l.*, row_number() over (partition by key order by arr desc, client_id) as place
                            from looked_at l) ranked
                        where place <= :mostMembers
                        order by key, place
                        """)
                .bind("mostMembers", order.membersPerSegment())
                .map(ConstructorMapper.of(MemberRow.class))
                .list();
    }

    /**
     * Counts the moves of the split's clients compared with the saved segments.
     *
     * @param absent the key for clients in no saved segment; when absent, a client new to the split does not count as
     *     moved
     */
    default List<Move> moves(SegmentOrder order, Instant now, @Nullable String absent) {
        return query(
                        getHandle(),
                        order,
                        now,
                        """
                        , saved as (
                            select m.client_id, g.key
                            from segment_members m
                            join segments g using (segment_id)
                            where g.type = :type and g.key = coalesce(:savedKey::text, g.key)
                        )
                        select coalesce(s.key, :absent::text) as "from", l.key as "to", count(*) as client_count
                        from looked_at l
                        left join saved s using (client_id)
                        where coalesce(s.key, :absent::text) <> l.key
                        group by 1, 2
                        order by 3 desc, 1, 2
                        """)
                .bind("type", order.segmentationType())
                .bind("savedKey", savedKey(order))
                .bind("absent", absent)
                .map(ConstructorMapper.of(Move.class))
                .list();
    }

    static Query query(Handle handle, SegmentOrder order, Instant now, String rest) {
        SegmentSql sql = new SegmentSql(order, now);
        Query query = handle.createQuery(sql.with(rest));
        sql.values()
                .forEach(
                        (name, value) -> {
                            if (value instanceof String[] words) {
                                query.bindArray(name, String.class, (Object[]) words);
                            } else {
                                query.bind(name, value);
                            }
                        });
        return query;
    }

    /** Returns the one key that a save of {@code order} is about; absent when it is about all keys of its type. */
    static @Nullable String savedKey(SegmentOrder order) {
        return order.isCustom() ? new SegmentKeys(order).fixed().getFirst() : null;
    }

    /** Returns the saved segments of a type, or only the one with the given key. */
    @SqlQuery(
            """
            select segment_id, key, name, created_at
            from segments
            where type = :type and key = coalesce(:key::text, key)
            """)
    @RegisterConstructorMapper(Saved.class)
    List<Saved> saved(SegmentationType type, @Nullable String key);

    /** Returns which of the names are taken by segments of other types. */
    @SqlQuery(
            """
            select name
            from segments
            where lower(name) = any (:lowerNames) and type <> :type
            order by name
            """)
    List<String> namedAlike(String[] lowerNames, SegmentationType type);

    record Saved(String segmentId, String key, String name, Instant createdAt) {}

    record Means(@Nullable BigDecimal meanHealthScore, @Nullable BigDecimal meanArrAmount) {}

    record MemberRow(
            String key,
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            @Nullable BigDecimal healthScore) {}
}
