package io.os199.cs.usage;

import io.os199.cs.usage.model.UserDay;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** The table {@code usage_events}. */
interface UsageEventDao {
    /**
     * Stores the new events, and returns whose they are. An event is identified by its id within its month, so that
     * is the order in which two senders of the same events wait for each other.
     */
    @SqlQuery(
            """
            with event as (
                select *
                from unnest(cast(:clientIds as text[]), cast(cast(:occurredAts as text[]) as timestamptz[]),
                    cast(:eventIds as text[]), cast(:userKeys as text[]), cast(:featureKeys as text[]),
                    cast(:eventTypes as text[]), cast(:sessionIds as text[]),
                    cast(cast(:durations as text[]) as int[]), cast(cast(:quantities as text[]) as numeric[]))
                    as e (client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                        duration_seconds, quantity)
            ), stored as (
                insert into usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                    duration_seconds, quantity, source)
                select client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                    duration_seconds, quantity, :source
                from event
                order by client_id, date_trunc('month', occurred_at, 'UTC'), event_id, occurred_at
                on conflict do nothing
                returning client_id, user_key, (occurred_at at time zone 'UTC')::date as day
            )
            select client_id, user_key, day, count(*) as event_count
            from stored
            group by client_id, user_key, day
            """)
    @RegisterConstructorMapper(UserDay.class)
    List<UserDay> insert(@BindMethods EventColumns columns, String source);
}
