package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code product_users} and {@code usage_dirty_days}. */
interface UsageMarkDao {
    /** Writes, and locks, only users who are new or were seen on a day earlier or later than was known. */
    @SqlUpdate(
            """
            with seen as (
                select client_id, user_key, min(day) as first_on, max(day) as last_on
                from unnest(cast(:clientIds as text[]), cast(:userKeys as text[]), cast(cast(:days as text[]) as date[]))
                    as s (client_id, user_key, day)
                group by client_id, user_key
            )
            insert into product_users (client_id, user_key, first_seen_on, last_seen_on, created_at, updated_at)
            select s.client_id, s.user_key, s.first_on, s.last_on, :now, :now
            from seen s
            left join product_users p on (p.client_id, p.user_key) = (s.client_id, s.user_key)
            where p.user_key is null or s.first_on < p.first_seen_on or s.last_on > p.last_seen_on
            order by s.client_id, s.user_key
            on conflict (client_id, user_key) do update
            set first_seen_on = least(product_users.first_seen_on, excluded.first_seen_on),
                last_seen_on = greatest(product_users.last_seen_on, excluded.last_seen_on),
                updated_at = excluded.updated_at
            """)
    void seeUsers(List<String> clientIds, List<String> userKeys, List<String> days, Instant now);

    /**
     * Marks the days, in order, and marks again those that already are: a rewrite in progress that does not see this
     * transaction's events recognizes by the mark's new id that the day must stay marked.
     */
    @SqlUpdate(
            """
            insert into usage_dirty_days as known (client_id, day, marked_at)
            select client_id, day, :now
            from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as d (client_id, day)
            order by client_id, day
            on conflict (client_id, day) do update
            set mark_id = excluded.mark_id, marked_at = least(known.marked_at, excluded.marked_at)
            """)
    void markDays(@BindMethods DayColumns days, Instant now);

    /** Counts the waiting days, up to {@code most}. */
    @SqlQuery("select count(*) from (select from usage_dirty_days limit :most) as waiting")
    int countWaiting(int most);

    /** Returns since when the longest-waiting day has waited. */
    @SqlQuery("select marked_at from usage_dirty_days order by marked_at limit 1")
    Optional<Instant> oldest();
}
