-- The known users of some clients by how many days they were active, in a period and before it.
--
-- Parameters as in read.sql; clientIds text[]. The keys stand there for one client only.
with user_days as (
    select client_id, user_key,
           count(*) filter (where day >= :start) as active_days,
           count(*) filter (where day >= :start and day < :completeEnd) as complete_active_days,
           count(*) filter (where day < :start) as active_days_before
      from usage_daily_users
     where client_id = any (:clientIds) and day between :beforeStart and :day
     group by client_id, user_key
)
select coalesce(u.active_days, 0) as active_days, coalesce(u.complete_active_days, 0) as complete_active_days,
       coalesce(u.active_days_before, 0) as active_days_before, count(*) as user_count,
       case when cardinality(:clientIds) = 1 then (array_agg(k.user_key order by k.user_key))[1\:20] else '{}' end
           as first_user_keys
  from product_users k left join user_days u on u.client_id = k.client_id and u.user_key = k.user_key
 where k.client_id = any (:clientIds) and k.first_seen_on <= :day
 group by 1, 2, 3
 order by 1, 2, 3
