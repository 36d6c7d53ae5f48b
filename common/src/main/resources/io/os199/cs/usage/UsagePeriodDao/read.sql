-- The use by one client in a period, from the rollups alone, as one JSON object.
-- Parameters: clientId; start date, completeEnd date (the day after the last complete one), beforeStart date (of the
-- days that are compared), day date (the last one looked at), weekStart date (six days before it), periodEnd date;
-- unit text (hour, day, week, month); zone text (of the hours by weekday); wantsFeatures boolean.
with active_contract as (
    select included_users, products
      from contracts
     where client_id = :clientId and status <> 'draft' and start_date <= :day
       and (end_date is null or end_date >= :day) and (terminated_on is null or terminated_on > :day)
),
user_days as materialized (
    select user_key, day, event_count, session_count, minutes, day >= :start as in_period
      from usage_daily_users
     where client_id = :clientId and day between least(:beforeStart::date, :weekStart::date) and :day
),
per_user as (
    select user_key,
           count(*) filter (where in_period) as user_days,
           count(*) filter (where in_period and day >= :weekStart) as week_days,
           count(*) filter (where day >= :weekStart) as recent_days,
           count(*) filter (where in_period and day < :completeEnd) as complete_days,
           count(*) filter (where day >= :beforeStart and not in_period) as before_days,
           coalesce(sum(event_count) filter (where in_period), 0) as events
      from user_days
     group by user_key
),
known as (
    select user_key, role from product_users where client_id = :clientId and first_seen_on <= :day
),
users as materialized (
    select known.user_key is not null as is_known, coalesce(nullif(btrim(known.role), ''), 'unknown') as role,
           coalesce(user_days, 0) as user_days, coalesce(week_days, 0) as week_days,
           coalesce(recent_days, 0) as recent_days, coalesce(complete_days, 0) as complete_days,
           coalesce(before_days, 0) as before_days, coalesce(events, 0) as events
      from known full join per_user on per_user.user_key = known.user_key
),
feature_days as materialized (
    select feature_key, day, event_count, user_count, day >= :start as in_period
      from usage_daily_features
     where client_id = :clientId and day between :beforeStart and :day
),
feature_use as (
    select feature_key, bool_or(in_period) as is_used,
           coalesce(sum(event_count) filter (where in_period), 0) as event_count,
           coalesce(sum(user_count) filter (where in_period), 0) as user_day_count,
           coalesce(sum(event_count) filter (where in_period and day < :completeEnd), 0) as complete_event_count,
           coalesce(sum(event_count) filter (where not in_period), 0) as before_event_count
      from feature_days
     group by feature_key
),
owned as (
    select distinct p.product_id
      from active_contract c cross join unnest(c.products) as named (product_id)
      join products p on p.product_id = named.product_id
),
catalogue as (
    select f.key, f.name, f.category, f.is_core,
           array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
               <= array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier)
           and (f.released_on is null or f.released_on <= :day)
           and (not exists (select from owned) or f.product_id in (select product_id from owned)) as is_available
      from features f cross join clients c
     where c.client_id = :clientId
),
features_shown as (
    select coalesce(f.key, u.feature_key) as key, f.name, f.category, coalesce(f.is_core, false) as is_core,
           coalesce(f.is_available, false) as is_available, coalesce(u.is_used, false) as is_used,
           coalesce(u.event_count, 0) as event_count, coalesce(u.user_day_count, 0) as user_day_count,
           coalesce(u.complete_event_count, 0) as complete_event_count,
           coalesce(u.before_event_count, 0) as before_event_count
      from catalogue f full join feature_use u on u.feature_key = f.key
     where :wantsFeatures
),
hours as materialized (
    select hour_start, event_count, user_count
      from usage_hourly
     where client_id = :clientId and hour_start >= :start::timestamp at time zone 'UTC'
       and hour_start < (:day::date + 1)::timestamp at time zone 'UTC'
),
used as (
    select date_trunc(:unit, day::timestamp) as bucket, count(distinct user_key) as user_count,
           sum(session_count) as session_count, sum(event_count) as event_count, sum(minutes) as minutes
      from user_days
     where in_period and :unit <> 'hour'
     group by 1
    union all
    select hour_start at time zone 'UTC', user_count, null, event_count, null
      from hours
     where :unit = 'hour'
),
-- Days with missing hours: the use in each of their hours is unknown.
hourless as (
    select d.day
      from (select day, sum(event_count) as event_count from user_days where in_period group by day) d
      left join (select (hour_start at time zone 'UTC')::date as day, sum(event_count) as event_count
                   from hours
                  group by 1) h on h.day = d.day
     where :unit = 'hour' and d.event_count > coalesce(h.event_count, 0)
),
buckets as (
    select distinct date_trunc(:unit, at) as bucket
      from generate_series(:start::timestamp, :periodEnd::timestamp - interval '1 hour',
                           case when :unit = 'hour' then interval '1 hour' else interval '1 day' end) as at
     where at::date not in (select day from hourless)
),
series as (
    select b.bucket as start, coalesce(u.user_count, 0) as user_count,
           case when :unit <> 'hour' then coalesce(u.session_count, 0) end as session_count,
           coalesce(u.event_count, 0) as event_count,
           case when :unit <> 'hour' then coalesce(u.minutes, 0) end as minutes
      from buckets b left join used u on u.bucket = b.bucket
),
totals as (
    select (select case when sum(included_users) > 2147483647 then 2147483647 else nullif(sum(included_users), 0) end
              from active_contract) as licensed_user_count,
           person.*, spent.*, feature.*,
           (select max(day) from usage_daily_users where client_id = :clientId and day <= :day) as last_active_on,
           (select count(*) from hours) as hour_row_count
      from (select count(*) filter (where is_known) as known_user_count,
                   count(*) filter (where user_days > 0) as active_user_count,
                   count(*) filter (where week_days > 0) as week_user_count,
                   coalesce(sum(user_days), 0) as user_day_count,
                   coalesce(sum(recent_days), 0) as recent_user_day_count,
                   count(*) filter (where complete_days > 0) as complete_user_count,
                   count(*) filter (where before_days > 0) as before_user_count,
                   coalesce(sum(before_days), 0) as before_user_day_count
              from users) person,
           (select coalesce(sum(session_count) filter (where in_period), 0) as session_count,
                   coalesce(sum(event_count) filter (where in_period), 0) as event_count,
                   coalesce(sum(minutes) filter (where in_period), 0) as minutes,
                   coalesce(sum(session_count) filter (where in_period and day < :completeEnd), 0)
                       as complete_session_count,
                   coalesce(sum(event_count) filter (where in_period and day < :completeEnd), 0)
                       as complete_event_count,
                   coalesce(sum(minutes) filter (where in_period and day < :completeEnd), 0) as complete_minutes,
                   coalesce(sum(session_count) filter (where not in_period and day >= :beforeStart), 0)
                       as before_session_count,
                   coalesce(sum(event_count) filter (where not in_period and day >= :beforeStart), 0)
                       as before_event_count,
                   coalesce(sum(minutes) filter (where not in_period and day >= :beforeStart), 0) as before_minutes,
                   count(*) as user_row_count
              from user_days) spent,
           (select count(distinct feature_key) filter (where in_period and day < :completeEnd)
                       as complete_feature_count,
                   count(distinct feature_key) filter (where not in_period) as before_feature_count,
                   count(*) as feature_row_count
              from feature_days) feature
)
select jsonb_build_object(
           'totals', (select to_jsonb(t) from totals t),
           'roles', coalesce((
               select jsonb_agg(to_jsonb(r) order by r.event_count desc, r.role)
                 from (select role, count(*) filter (where is_known) as known_user_count,
                              count(*) filter (where user_days > 0) as active_user_count, sum(events) as event_count
                         from users
                        where is_known or user_days > 0
                        group by role) r), '[]'),
           'series', coalesce((select jsonb_agg(to_jsonb(s) order by s.start) from series s), '[]'),
           'features', coalesce((select jsonb_agg(to_jsonb(f) order by f.key) from features_shown f), '[]'),
           'hours', coalesce((
               select jsonb_agg(to_jsonb(h))
                 from (select extract(isodow from hour_start at time zone :zone)::int - 1 as weekday,
                              extract(hour from hour_start at time zone :zone)::int as hour,
                              sum(event_count) as event_count
                         from hours
                        group by 1, 2) h), '[]')) as facts
