-- The known users of some clients by the number of days they were active, in a period and before it.
-- Parameters: as in read.sql; clientIds text[]. User keys are given only for a single client.
with user_days as (
    select client_id, user_key,
           count(*) filter (where day >= :start) as active_days,
           count(*) filter (where day >= :start and day < :completeEnd) as complete_active_days,
           count(*) filter (where day < :start) as active_days_before,
           coalesce(sum(event_count) filter (where day >= :start), 0) as event_count
      from usage_daily_users
     where client_id = any (:clientIds) and day between :beforeStart and :day
     group by client_id, user_key
),
numbered as (
    select k.user_key, coalesce(u.active_days, 0) as active_days,
           coalesce(u.complete_active_days, 0) as complete_active_days,
           coalesce(u.active_days_before, 0) as active_days_before, coalesce(u.event_count, 0) as event_count,
           row_number() over (partition by u.active_days, u.complete_active_days, u.active_days_before
                              order by k.user_key) as number
      from product_users k left join user_days u on u.client_id = k.client_id and u.user_key = k.user_key
     where k.client_id = any (:clientIds) and k.first_seen_on <= :day
)
select active_days, complete_active_days, active_days_before, count(*) as user_count,
       sum(event_count) as event_count,
       coalesce(array_agg(user_key order by user_key) filter (where number <= 20 and cardinality(:clientIds) = 1), '{}')
           as first_user_keys
  from numbered
 group by 1, 2, 3
 order by 1, 2, 3
