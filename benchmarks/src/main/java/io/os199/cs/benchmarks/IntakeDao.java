package io.os199.cs.benchmarks;

import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.List;

/** Who sends events, what was sent, and whether the rollups match a plain aggregate of it. */
interface IntakeDao {
    @SqlUpdate(
            """
            with named as (
                insert into client_names (client_id, name, external_id)
                select 'client_' || n, 'Client ' || n, 'crm-' || n from generate_series(1, :count) as n
                returning client_id, name, external_id
            )
            insert into clients (client_id, name, company_name, external_id)
            select client_id, name, name, external_id from named
            """)
    void addClients(int count);

    /** Copies the events into a separate table, out of the one that COPY filled. */
    @SqlUpdate("create table sent as table usage_events")
    void keepSent();

    @SqlUpdate("truncate usage_events")
    void removeEvents();

    @SqlQuery("select count(*) from usage_dirty_days")
    int countWaiting();

    /** Counts the rows that only one of the two has. */
    @SqlQuery(
            """
            with stored as (<actual>), plain as (<expected>)
            select (select count(*) from (table stored except all table plain) as more)
                + (select count(*) from (table plain except all table stored) as less)
            """)
    long countDifferent(@Define String actual, @Define String expected);

    /** The stored rows, and what they should be. */
    record Rollup(String actual, String expected) {}

    List<Rollup> ROLLUPS =
            List.of(
                    new Rollup(
                            """
                            select client_id, day, feature_key, event_count, user_count, minutes, quantity
                            from usage_daily_features
                            """,
                            """
                            select client_id, (occurred_at at time zone 'UTC')::date, feature_key, count(*),
                                count(distinct user_key), round(sum(duration_seconds) / 60.0, 2), sum(quantity)
                            from sent where feature_key is not null group by 1, 2, 3
                            """),
                    new Rollup(
                            """
                            select client_id, day, user_key, event_count, session_count, minutes, feature_count
                            from usage_daily_users
                            """,
                            """
                            select client_id, (occurred_at at time zone 'UTC')::date, user_key, count(*),
                                count(distinct session_id), round(sum(duration_seconds) / 60.0, 2),
                                count(distinct feature_key)
                            from sent group by 1, 2, 3
                            """),
                    new Rollup(
                            "select client_id, hour_start, event_count, user_count from"
                                    + " usage_hourly",
                            """
                            select client_id, date_trunc('hour', occurred_at, 'UTC'), count(*), count(distinct user_key)
                            from sent group by 1, 2
                            """),
                    new Rollup(
                            """
                            select client_id, feature_key, user_key, first_used_on, last_used_on, use_day_count, adopted_on,
                                event_count
                            from usage_user_features
                            """,
                            """
                            select client_id, feature_key, user_key, min(day), max(day), count(*),
                                min(day) filter (where number = 3), sum(event_count)
                            from (
                                select client_id, feature_key, user_key, (occurred_at at time zone 'UTC')::date as day,
                                    count(*) as event_count,
                                    row_number() over (partition by client_id, feature_key, user_key
                                        order by (occurred_at at time zone 'UTC')::date) as number
                                from sent where feature_key is not null group by 1, 2, 3, 4
                            ) as days
                            group by 1, 2, 3
                            """));
}
