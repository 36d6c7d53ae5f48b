package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Moves events from {@code import_staging_usage_events} to the usage tables. */
interface StagedUsageDao {
    /** Stores in the order in which everything that stores events takes its locks: events, then users, then days. */
    @SqlQuery(
            """
            with staged as (
                select s.*
                from import_staging_usage_events s
                where s.import_id = :importId and (s.chunk_no, s.line) > (:fromChunk, :fromLine)
                    and (s.chunk_no, s.line) <= (:toChunk, :toLine) and not s.bad
            ), stored as (
                insert into usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                    duration_seconds, quantity, source)
                select client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                    duration_seconds, quantity, 'import'
                from staged
                order by client_id, date_trunc('month', occurred_at, 'UTC'), event_id, occurred_at
                on conflict do nothing
                returning client_id, user_key, (occurred_at at time zone 'UTC')::date as day
            ), fresh as materialized (
                select client_id, user_key, day, count(*) as event_count
                from stored
                group by client_id, user_key, day
            ), seen as (
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on, created_at, updated_at)
                select f.client_id, f.user_key, f.first_on, f.last_on, :now, :now
                from (select client_id, user_key, min(day) as first_on, max(day) as last_on
                    from fresh group by client_id, user_key) f
                left join product_users p on (p.client_id, p.user_key) = (f.client_id, f.user_key)
                where p.user_key is null or f.first_on < p.first_seen_on or f.last_on > p.last_seen_on
                order by f.client_id, f.user_key
                on conflict (client_id, user_key) do update
                set first_seen_on = least(product_users.first_seen_on, excluded.first_seen_on),
                    last_seen_on = greatest(product_users.last_seen_on, excluded.last_seen_on),
                    updated_at = excluded.updated_at
            ), marked as (
                insert into usage_dirty_days as known (client_id, day, marked_at)
                select client_id, day, :now from fresh group by client_id, day order by client_id, day
                on conflict (client_id, day) do update
                set mark_id = excluded.mark_id, marked_at = least(known.marked_at, excluded.marked_at)
            )
            select (select count(*) from staged) as total_count, coalesce(sum(event_count), 0) as new_count from fresh
            """)
    @RegisterConstructorMapper(StagedUsage.Stored.class)
    StagedUsage.Stored store(@BindMethods StagedUsage.Rows rows);
}
