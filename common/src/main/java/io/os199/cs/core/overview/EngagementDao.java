package io.os199.cs.core.overview;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

interface EngagementDao {
    /** {@code awaited}: the outbound contacts that the rate is of. */
    record Row(
            @Nullable Instant lastTouchpointAt,
            @Nullable Integer lastTouchpointAgeDays,
            int inboundCount,
            int outboundCount,
            int awaitedCount,
            @Nullable BigDecimal answeredRate,
            @Nullable LocalDate lastActiveOn) {
        EngagementSection section() {
            return new EngagementSection(
                    lastTouchpointAt,
                    lastTouchpointAgeDays,
                    inboundCount,
                    outboundCount,
                    answeredRate,
                    lastActiveOn);
        }
    }

    @SqlQuery(
            """
            with recent as (
                select direction, (occurred_at at time zone 'UTC')::date as day,
                    coalesce(answered_at <= :now, false) as is_answered,
                    direction = 'outbound' and kind in ('email', 'call', 'chat') as is_question
                from touchpoints
                where client_id = :clientId and occurred_at <= :now
                    and occurred_at >= (:today::date - 29)::timestamp at time zone 'UTC'
            ), counted as (
                select count(*) filter (where direction = 'inbound') as inbound_count,
                    count(*) filter (where direction = 'outbound') as outbound_count,
                    count(*) filter (where is_question and (is_answered or day <= :today::date - 3))
                        as awaited_count,
                    count(*) filter (where is_question and is_answered) as answered_count
                from recent
            ), newest as (
                select max(occurred_at) as at
                from touchpoints
                where client_id = :clientId and occurred_at <= :now
            )
            select newest.at as last_touchpoint_at,
                :today::date - (newest.at at time zone 'UTC')::date as last_touchpoint_age_days,
                inbound_count, outbound_count, awaited_count,
                round(answered_count::numeric / nullif(awaited_count, 0), 4) as answered_rate,
                (select max(day) from usage_daily_users where client_id = :clientId and day <= :today)
                    as last_active_on
            from counted, newest
            """)
    @RegisterConstructorMapper(Row.class)
    Row read(String clientId, LocalDate today, Instant now);
}
