-- How many people use the product, for each client of "terms": in the 30 days to today, and in the 30 days to 60 days
-- ago.
use as materialized (
    select t.client_id, u.active_user_count, u.active_user_count_before
      from terms t
     cross join lateral (
           select count(distinct d.user_key) filter (where d.day > :today::date - 30)::int as active_user_count,
                  count(distinct d.user_key) filter (where d.day <= :today::date - 60)::int as active_user_count_before
             from usage_daily_users d
            where d.client_id = t.client_id and d.day > :today::date - 90 and d.day <= :today and d.event_count > 0) u
)
