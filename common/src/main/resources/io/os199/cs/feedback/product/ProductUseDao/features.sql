-- Every feature that a client can have or has ever used, with its use in a period and the feedback about it.
-- Parameters: clientId text; start, day (the last one looked at), completeEnd (the day after the last complete one),
-- beforeStart date; usersFrom text ("users": for today; "events": for a day whose events are kept; "nothing");
-- category, productId text, may be null.
with owned as (
    select distinct p.product_id
      from contracts k
     cross join unnest(k.products) as named (product_id)
      join products p on p.product_id = named.product_id
     where k.client_id = :clientId and k.status <> 'draft' and k.start_date <= :day
       and (k.end_date is null or k.end_date >= :day) and (k.terminated_on is null or k.terminated_on > :day)
),
use as (
    select feature_key, min(day) as first_used_on, max(day) as last_used_on,
           count(*) filter (where day >= :start)::int as days_used,
           coalesce(sum(event_count) filter (where day >= :start), 0)::bigint as event_count,
           coalesce(sum(event_count) filter (where day >= :start and day < :completeEnd), 0)::bigint
               as complete_event_count,
           coalesce(sum(event_count) filter (where day >= :beforeStart and day < :start), 0)::bigint as before_event_count
      from usage_daily_features
     where client_id = :clientId and day <= :day and event_count > 0
     group by feature_key
),
person as (
    select feature_key, count(*)::int as user_count
      from usage_user_features
     where :usersFrom = 'users' and client_id = :clientId and last_used_on >= :start
     group by feature_key
    union all
    select feature_key, count(distinct user_key)::int
      from usage_events
     where :usersFrom = 'events' and client_id = :clientId and feature_key is not null
       and occurred_at >= :start::timestamp at time zone 'UTC'
       and occurred_at < (:day::date + 1)::timestamp at time zone 'UTC'
     group by feature_key
),
said as (
    select tag as feature_key, count(*) filter (where f.type = 'feature_request')::int as request_count,
           count(*) filter (where f.type = 'bug_report')::int as bug_count,
           count(f.sentiment_score)::int as scored_count, avg(f.sentiment_score) as mean_sentiment
      from feedback f
     cross join unnest(f.tags) as tag
     where f.client_id = :clientId and f.received_at >= :start::timestamp at time zone 'UTC'
       and f.received_at < (:day::date + 1)::timestamp at time zone 'UTC'
     group by tag
),
known as (
    select f.*, t.is_open as is_of_tier, f.min_tier = c.tier as is_of_own_tier,
           t.is_open and (f.released_on is null or f.released_on <= :day)
           and (not exists (select from owned) or f.product_id in (select product_id from owned)) as is_available
      from features f
      join clients c on c.client_id = :clientId
     cross join lateral (
           select array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
                  <= array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier) as is_open) t
)
select coalesce(k.key, u.feature_key) as feature_key, k.name, k.category, k.product_id, coalesce(k.is_core, false) as is_core,
       k.min_tier, k.released_on, coalesce(k.is_available, false) as is_available,
       coalesce(not k.is_of_tier, false) as is_above_tier, coalesce(k.is_of_own_tier, false) as is_of_own_tier,
       u.first_used_on, u.last_used_on, coalesce(u.days_used, 0) as days_used, coalesce(u.event_count, 0) as event_count,
       coalesce(u.complete_event_count, 0) as complete_event_count, coalesce(u.before_event_count, 0) as before_event_count,
       case when :usersFrom <> 'nothing' then coalesce(p.user_count, 0) end as user_count,
       coalesce(s.request_count, 0) as request_count, coalesce(s.bug_count, 0) as bug_count,
       coalesce(s.scored_count, 0) as scored_count, s.mean_sentiment
  from known k
  full join use u on u.feature_key = k.key
  left join person p on p.feature_key = coalesce(k.key, u.feature_key)
  left join said s on s.feature_key = coalesce(k.key, u.feature_key)
 where (k.is_available or u.feature_key is not null)
   and (:category::text is null or lower(k.category) = lower(:category))
   and (:productId::text is null or k.product_id = :productId)
 order by coalesce(u.event_count, 0) desc, 1
