package io.os199.cs.usage;

import io.os199.cs.usage.model.MarkedDay;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/**
 * The rollups of events by day, hour and user; the queue of days to rewrite; the figures that clients show from both.
 */
interface UsageRollupDao {
    /** Returns the longest-waiting days whose clients nobody else has locked, and locks those clients. */
    @SqlQuery(
            """
            select d.client_id, d.day, d.mark_id
            from usage_dirty_days d
            join clients c on c.client_id = d.client_id
            order by d.marked_at, d.client_id, d.day
            limit :count
            for no key update of c skip locked
            """)
    @RegisterConstructorMapper(MarkedDay.class)
    List<MarkedDay> claim(int count);

    /**
     * Returns the longest-waiting day, if it has waited since before {@code before}, and waits for the lock on its
     * client.
     */
    @SqlQuery(
            """
            select d.client_id, d.day, d.mark_id
            from usage_dirty_days d
            join clients c on c.client_id = d.client_id
            where d.marked_at < :before
            order by d.marked_at, d.client_id, d.day
            limit 1
            for no key update of c
            """)
    @RegisterConstructorMapper(MarkedDay.class)
    List<MarkedDay> claimPassedOver(Instant before);

    /**
     * Returns the current marks of the days, and prevents anybody from marking them again until the transaction ends.
     * Locks in order, because those who mark wait in that order too.
     */
    @SqlQuery(
            """
            select d.client_id, d.day, d.mark_id
            from usage_dirty_days d
            join unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as claimed (client_id, day)
                on claimed.client_id = d.client_id and claimed.day = d.day
            order by d.client_id, d.day
            for update of d
            """)
    @RegisterConstructorMapper(MarkedDay.class)
    List<MarkedDay> hold(@BindMethods DayColumns days);

    /** Leaves the days marked, but as if only since the given instant. */
    @SqlUpdate(
            """
            update usage_dirty_days d
            set marked_at = :since
            from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as claimed (client_id, day)
            where d.client_id = claimed.client_id and d.day = claimed.day
            """)
    void remark(@BindMethods DayColumns days, Instant since);

    @SqlUpdate(
            """
            delete from usage_dirty_days d
            using unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as claimed (client_id, day)
            where d.client_id = claimed.client_id and d.day = claimed.day
            """)
    void unmark(@BindMethods DayColumns days);

    /** Makes the rollups by day and hour match the events of these days; returns how many rows did not. */
    @SqlQuery(
            """
            with claimed as materialized (
                select client_id, day, day::timestamp at time zone 'UTC' as begins_at,
                    (day + 1)::timestamp at time zone 'UTC' as ends_at
                from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as c (client_id, day)
            ), event as materialized (
                select c.client_id, c.day, e.occurred_at, e.user_key, e.feature_key, e.session_id,
                    e.duration_seconds, e.quantity
                from claimed c
                join usage_events e on e.client_id = c.client_id
                    and e.occurred_at >= c.begins_at and e.occurred_at < c.ends_at
            ), feature as materialized (
                select client_id, day, feature_key, count(*) as event_count, count(distinct user_key) as user_count,
                    least(round(coalesce(sum(duration_seconds), 0) / 60.0, 2), 9999999999.99) as minutes,
                    coalesce(sum(quantity), 0) as quantity
                from event
                where feature_key is not null
                group by client_id, day, feature_key
            ), features_gone as (
                delete from usage_daily_features stored
                using claimed c
                where stored.client_id = c.client_id and stored.day = c.day
                    and (stored.client_id, stored.day, stored.feature_key)
                        not in (select client_id, day, feature_key from feature)
                returning stored.day
            ), features_written as (
                insert into usage_daily_features as stored (client_id, day, feature_key, event_count, user_count, minutes,
                    quantity)
                select client_id, day, feature_key, event_count, user_count, minutes, quantity
                from feature
                on conflict (client_id, day, feature_key) do update
                set event_count = excluded.event_count, user_count = excluded.user_count, minutes = excluded.minutes,
                    quantity = excluded.quantity
                where stored is distinct from excluded
                returning stored.day
            ), person as materialized (
                select client_id, day, user_key, count(*) as event_count, count(distinct session_id) as session_count,
                    least(round(coalesce(sum(duration_seconds), 0) / 60.0, 2), 9999999999.99) as minutes,
                    count(distinct feature_key) as feature_count
                from event
                group by client_id, day, user_key
            ), users_gone as (
                delete from usage_daily_users stored
                using claimed c
                where stored.client_id = c.client_id and stored.day = c.day
                    and (stored.client_id, stored.day, stored.user_key)
                        not in (select client_id, day, user_key from person)
                returning stored.day
            ), users_written as (
                insert into usage_daily_users as stored (client_id, day, user_key, event_count, session_count, minutes,
                    feature_count)
                select client_id, day, user_key, event_count, session_count, minutes, feature_count
                from person
                on conflict (client_id, day, user_key) do update
                set event_count = excluded.event_count, session_count = excluded.session_count,
                    minutes = excluded.minutes, feature_count = excluded.feature_count
                where stored is distinct from excluded
                returning stored.day
            ), hour as materialized (
                select client_id, date_trunc('hour', occurred_at, 'UTC') as hour_start, count(*) as event_count,
                    count(distinct user_key) as user_count
                from event
                group by 1, 2
            ), hours_gone as (
                delete from usage_hourly stored
                using claimed c
                where stored.client_id = c.client_id
                    and stored.hour_start >= c.begins_at and stored.hour_start < c.ends_at
                    and (stored.client_id, stored.hour_start) not in (select client_id, hour_start from hour)
                returning stored.hour_start
            ), hours_written as (
                insert into usage_hourly as stored (client_id, hour_start, event_count, user_count)
                select client_id, hour_start, event_count, user_count
                from hour
                on conflict (client_id, hour_start) do update
                set event_count = excluded.event_count, user_count = excluded.user_count
                where (stored.event_count, stored.user_count)
                    is distinct from (excluded.event_count, excluded.user_count)
                returning hour_start
            )
            select (select count(*) from features_gone) + (select count(*) from features_written)
                + (select count(*) from users_gone) + (select count(*) from users_written)
                + (select count(*) from hours_gone) + (select count(*) from hours_written)
            """)
    int rewriteDays(@BindMethods DayColumns days);

    /**
     * Counts these days into what is known of each user and feature; returns how many rows changed. Days from the
     * last counted one onward are added to the count. An earlier day may have been counted before, and how much of it
     * is unknown: its triple is counted anew from the events that are kept, on top of the part whose events are not.
     *
     * @param recounts whether to count every triple anew
     */
    @SqlQuery(
            """
            with claimed as materialized (
                select client_id, day, day::timestamp at time zone 'UTC' as begins_at,
                    (day + 1)::timestamp at time zone 'UTC' as ends_at
                from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as c (client_id, day)
            ), used as materialized (
                select e.client_id, e.feature_key, e.user_key, c.day, count(*) as event_count
                from claimed c
                join usage_events e on e.client_id = c.client_id
                    and e.occurred_at >= c.begins_at and e.occurred_at < c.ends_at
                where e.feature_key is not null
                group by e.client_id, e.feature_key, e.user_key, c.day
            ), triple as materialized (
                select u.client_id, u.feature_key, u.user_key, stored.first_used_on, stored.last_used_on,
                    stored.adopted_on, stored.last_day_event_count,
                    :recounts or coalesce(u.first_day < stored.last_used_on, false) as is_recounted,
                    coalesce(case
                        when :recounts or u.first_day < stored.last_used_on then stored.unkept_day_count
                        when u.first_day = stored.last_used_on then stored.use_day_count - 1
                        else stored.use_day_count end, 0) as base_day_count,
                    coalesce(case
                        when :recounts or u.first_day < stored.last_used_on then stored.unkept_event_count
                        when u.first_day = stored.last_used_on then stored.event_count - stored.last_day_event_count
                        else stored.event_count end, 0) as base_event_count
                from (
                    select client_id, feature_key, user_key, min(day) as first_day
                    from used
                    group by client_id, feature_key, user_key
                ) u
                left join usage_user_features stored on stored.client_id = u.client_id
                    and stored.feature_key = u.feature_key and stored.user_key = u.user_key
            ), recounted_client as materialized (
                select distinct client_id from triple where is_recounted
            ), counted as (
                select u.client_id, u.feature_key, u.user_key, u.day, u.event_count
                from used u
                join triple t on t.client_id = u.client_id and t.feature_key = u.feature_key
                    and t.user_key = u.user_key and not t.is_recounted
                union all
                select e.client_id, e.feature_key, e.user_key, (e.occurred_at at time zone 'UTC')::date, count(*)
                from recounted_client c
                join usage_events e on e.client_id = c.client_id
                join triple t on t.client_id = e.client_id and t.feature_key = e.feature_key
                    and t.user_key = e.user_key and t.is_recounted
                group by 1, 2, 3, 4
            ), numbered as (
                select t.*, c.day, c.event_count,
                    t.base_day_count + row_number() over in_order as day_number,
                    max(c.day) over (partition by c.client_id, c.feature_key, c.user_key) as last_day
                from counted c
                join triple t on t.client_id = c.client_id and t.feature_key = c.feature_key
                    and t.user_key = c.user_key
                window in_order as (partition by c.client_id, c.feature_key, c.user_key order by c.day)
            ), written as (
                insert into usage_user_features as stored (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on, event_count, last_day_event_count)
                select client_id, feature_key, user_key,
                    least(first_used_on, min(day)),
                    greatest(last_used_on, max(day)),
                    max(day_number),
                    case when base_day_count >= 3 then adopted_on
                        else min(day) filter (where day_number = 3) end,
                    base_event_count + sum(event_count),
                    case when last_used_on > max(day) then last_day_event_count
                        else max(event_count) filter (where day = last_day) end
                from numbered
                group by client_id, feature_key, user_key, first_used_on, last_used_on, adopted_on, base_day_count,
                    base_event_count, last_day_event_count
                on conflict (client_id, feature_key, user_key) do update
                set first_used_on = excluded.first_used_on, last_used_on = excluded.last_used_on,
                    use_day_count = excluded.use_day_count, adopted_on = excluded.adopted_on,
                    event_count = excluded.event_count, last_day_event_count = excluded.last_day_event_count
                where (stored.first_used_on, stored.last_used_on, stored.use_day_count, stored.adopted_on,
                        stored.event_count, stored.last_day_event_count)
                    is distinct from (excluded.first_used_on, excluded.last_used_on, excluded.use_day_count,
                        excluded.adopted_on, excluded.event_count, excluded.last_day_event_count)
                returning stored.client_id
            )
            select count(*) from written
            """)
    int rewriteUserFeatures(@BindMethods DayColumns days, boolean recounts);

    /**
     * Raises the number under which answers about use are cached, and updates the last engagement where these days
     * have a later one.
     */
    @SqlUpdate(
            """
            update clients c
            set usage_seq = c.usage_seq + 1, last_engagement_at = greatest(c.last_engagement_at, used.last_at),
                updated_at = :now
            from (
                select d.client_id, max(last.occurred_at) as last_at
                from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as d (client_id, day)
                left join lateral (
                    select e.occurred_at
                    from usage_events e
                    where e.client_id = d.client_id and e.occurred_at >= d.day::timestamp at time zone 'UTC'
                        and e.occurred_at < (d.day + 1)::timestamp at time zone 'UTC'
                    order by e.occurred_at desc
                    limit 1
                ) last on true
                group by d.client_id
            ) used
            where c.client_id = used.client_id
            """)
    void engaged(@BindMethods DayColumns days, Instant now);
}
