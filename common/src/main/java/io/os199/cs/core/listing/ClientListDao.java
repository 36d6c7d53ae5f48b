package io.os199.cs.core.listing;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;

import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Reads lists of clients. The two statements over a filter are put together from fixed fragments. */
interface ClientListDao extends SqlObject {
    String SUMMARY =
            """
            select case grouping(c.lifecycle_stage, c.health_band, c.tier)
                    when 3 then 'stage' when 5 then 'band' when 6 then 'tier' else 'all' end as dimension,
                case grouping(c.lifecycle_stage, c.health_band, c.tier)
                    when 3 then c.lifecycle_stage
                    when 5 then coalesce(c.health_band, 'unscored')
                    when 6 then c.tier end as key,
                count(*) as client_count,
                coalesce(sum(c.contract_value), 0.00) as arr_amount,
                round(avg(c.health_score), 2) as mean_health_score,
                count(c.health_score) as scored_count,
                coalesce(sum(c.contract_value) filter (where c.health_band in ('at_risk', 'critical')), 0.00)
                    as arr_at_risk_amount
            from clients c
            where %s
            group by grouping sets ((), (c.lifecycle_stage), (c.health_band), (c.tier))
            """;

    /** A row of a page before its counts; {@code sortValue} is text, as a cursor holds it. */
    record Row(
            String clientId,
            String clientName,
            @Nullable String externalId,
            Tier tier,
            @Nullable ValueTier valueTier,
            LifecycleStage lifecycleStage,
            ClientStatus status,
            @Nullable String csmAssigned,
            BigDecimal contractValueAmount,
            @Nullable LocalDate renewalDate,
            @Nullable Integer renewalInDays,
            @Nullable BigDecimal healthScore,
            @Nullable HealthBand healthBand,
            @Nullable HealthTrend healthTrend,
            @Nullable BigDecimal healthChangePoints,
            @Json @Nullable List<HealthDriver> healthDrivers,
            @Nullable Instant lastEngagementAt,
            int version,
            @Nullable String sortValue) {
        ClientItem item(
                Map<String, Integer> openTickets,
                Map<String, Integer> overdueTasks,
                Map<String, Integer> activeUsers) {
            return new ClientItem(
                    clientId,
                    clientName,
                    externalId,
                    tier,
                    valueTier,
                    lifecycleStage,
                    status,
                    csmAssigned,
                    contractValueAmount,
                    renewalDate,
                    renewalInDays,
                    healthScore,
                    healthBand,
                    healthTrend,
                    healthChangePoints,
                    healthDrivers,
                    lastEngagementAt,
                    version,
                    openTickets.getOrDefault(clientId, 0),
                    overdueTasks.getOrDefault(clientId, 0),
                    activeUsers.getOrDefault(clientId, 0));
        }
    }

    /** Rows in order, from the one after {@code position} on; at most {@code most}. */
    default List<Row> page(
            ClientFilter filter,
            ClientSort sort,
            ClientSort.Order order,
            @Nullable Position position,
            Instant now,
            int most) {
        ClientConditions conditions = ClientConditions.of(filter, now);
        Query query =
                getHandle()
                        .createQuery(PageSql.of(conditions.sql(), sort, order, position))
                        .bind("today", LocalDate.ofInstant(now, ZoneOffset.UTC))
                        .bind("most", most);
        bind(query, conditions.values());
        if (position != null) {
            query.bind("lastId", position.clientId());
            if (position.value() != null) {
                query.bind("lastValue", position.value());
            }
        }
        return query.map(ConstructorMapper.of(Row.class)).list();
    }

    /** One row for all, and one for each stage, band and tier. */
    default List<SummaryRow> summary(ClientFilter filter, Instant now) {
        ClientConditions conditions = ClientConditions.of(filter, now);
        Query query = getHandle().createQuery(SUMMARY.formatted(conditions.sql()));
        bind(query, conditions.values());
        return query.map(ConstructorMapper.of(SummaryRow.class)).list();
    }

    static void bind(Query query, Map<String, Object> values) {
        values.forEach(
                (name, value) -> {
                    if (value instanceof String[] words) {
                        query.bindArray(name, String.class, (Object[]) words);
                    } else {
                        query.bind(name, value);
                    }
                });
    }

    @SqlQuery(
            """
            select client_id, count(*) as row_count
            from tickets
            where client_id = any(:clientIds) and deleted_at is null and status not in ('resolved', 'closed')
            group by client_id
            """)
    @KeyColumn("client_id")
    @ValueColumn("row_count")
    Map<String, Integer> openTickets(List<String> clientIds);

    @SqlQuery(
            """
            select client_id, count(*) as row_count
            from tasks
            where client_id = any(:clientIds) and status = 'open' and due_date < :today
            group by client_id
            """)
    @KeyColumn("client_id")
    @ValueColumn("row_count")
    Map<String, Integer> overdueTasks(List<String> clientIds, LocalDate today);

    @SqlQuery(
            """
            select client_id, count(distinct user_key) as row_count
            from usage_daily_users
            where client_id = any(:clientIds) and day between :today::date - 29 and :today
            group by client_id
            """)
    @KeyColumn("client_id")
    @ValueColumn("row_count")
    Map<String, Integer> activeUsers(List<String> clientIds, LocalDate today);

    @SqlQuery("select exists (select from segments where segment_id = :segmentId)")
    boolean segmentExists(String segmentId);

    /** A saved segment, as it is suggested. */
    record SavedSegment(String segmentId, String name) {}

    @SqlQuery("select segment_id, name from segments order by lower(name), segment_id limit :most")
    @RegisterConstructorMapper(SavedSegment.class)
    List<SavedSegment> segments(int most);
}
