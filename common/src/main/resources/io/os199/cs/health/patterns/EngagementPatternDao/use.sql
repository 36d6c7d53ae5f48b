-- Daily use of some clients together.
--
-- Parameters: clientIds text[]; start date, day date (both included); firstMonday and endMonday date: the whole weeks between.
with client_days as materialized (
    select client_id, day, sum(event_count) as events
      from usage_daily_users
     where client_id = any (:clientIds) and day between :start and :day
     group by client_id, day
),
known as (
    select client_id, date_trunc('week', min(first_seen_on)::timestamp)::date as first_week
      from product_users
     where client_id = any (:clientIds) and first_seen_on <= :day
     group by client_id
)
select jsonb_build_object(
           'days', coalesce((
               select jsonb_agg(to_jsonb(d) order by d.day)
                 from (select day, sum(events) as event_count from client_days group by day) d), '[]'),
           'active_week_count', (
               select count(*)
                 from (select client_id, date_trunc('week', day::timestamp)
                         from client_days
                        where day >= :firstMonday and day < :endMonday
                        group by 1, 2
                       having count(*) >= 3) w),
           'week_count', (
               select coalesce(sum(greatest(0, :endMonday::date - greatest(:firstMonday::date, first_week)) / 7), 0)
                 from known),
           'active_user_count', (
               select count(*)
                 from (select distinct client_id, user_key
                         from usage_daily_users
                        where client_id = any (:clientIds) and day between :start and :day) u),
           'known_client_count', (select count(*) from known)) as facts
