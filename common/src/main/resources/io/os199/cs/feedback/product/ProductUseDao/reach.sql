-- How many of some clients can have each feature and how many use it, by tier, and the share of its features that a
-- client uses: one JSON object. A client that went silent counts; one that never sent use does not.
-- Parameters: firstClientId, lastClientId text; start, day, completeEnd, beforeStart date as in features.sql; isToday
-- boolean; tier, category, productId text, may be null.
with client as materialized (
    select c.client_id, c.tier, c.contract_value,
           array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier) as tier_rank,
           array(select distinct p.product_id
                   from contracts k
                  cross join unnest(k.products) as named (product_id)
                   join products p on p.product_id = named.product_id
                  where k.client_id = c.client_id and k.status <> 'draft' and k.start_date <= :day
                    and (k.end_date is null or k.end_date >= :day)
                    and (k.terminated_on is null or k.terminated_on > :day)) as product_ids,
           (select d.day from usage_daily_features d where d.client_id = c.client_id and d.event_count > 0 order by d.day limit 1)
               <= :day as has_sent_use,
           u.user_count
      from clients c
     cross join lateral (
           select count(distinct d.user_key)::int as user_count
             from usage_daily_users d
            where d.client_id = c.client_id and d.day between :start and :day) u
     where c.client_id between :firstClientId and :lastClientId and c.status <> 'churned'
       and (:tier::text is null or c.tier = :tier)
),
feature as (
    select f.key, f.product_id, f.released_on,
           array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier) as tier_rank
      from features f
     where (:category::text is null or lower(f.category) = lower(:category))
       and (:productId::text is null or f.product_id = :productId)
),
use as materialized (
    select d.client_id, d.feature_key, sum(d.event_count) filter (where d.day >= :start) as event_count,
           coalesce(sum(d.event_count) filter (where d.day >= :start and d.day < :completeEnd), 0) as complete_event_count,
           coalesce(sum(d.event_count) filter (where d.day < :start), 0) as before_event_count
      from client c
      join usage_daily_features d on d.client_id = c.client_id and d.day between :beforeStart and :day
     group by d.client_id, d.feature_key
),
person as materialized (
    select u.client_id, u.feature_key, count(*)::int as user_count
      from client c
      join usage_user_features u on u.client_id = c.client_id and u.last_used_on >= :start
     where :isToday
     group by u.client_id, u.feature_key
),
offered as (
    select c.client_id, c.tier, c.contract_value, c.has_sent_use, c.user_count as active_user_count, f.key as feature_key,
           coalesce(u.event_count, 0) > 0 as is_used, coalesce(u.event_count, 0) as event_count,
           coalesce(u.complete_event_count, 0) as complete_event_count,
           coalesce(u.before_event_count, 0) as before_event_count, p.user_count
      from client c
      join feature f on f.tier_rank <= c.tier_rank and (f.released_on is null or f.released_on <= :day)
       and (c.product_ids = '{}' or f.product_id = any (c.product_ids))
      left join use u on u.client_id = c.client_id and u.feature_key = f.key
      left join person p on p.client_id = c.client_id and p.feature_key = f.key
),
reached as (
    select feature_key, tier, (count(*) filter (where has_sent_use))::int as eligible_client_count,
           (count(*) filter (where is_used))::int as using_client_count,
           sum(event_count)::bigint as event_count, sum(complete_event_count)::bigint as complete_event_count,
           sum(before_event_count)::bigint as before_event_count,
           coalesce(sum(contract_value) filter (where is_used), 0) as arr_using_amount,
           coalesce((array_agg(round(least(1, user_count::numeric / active_user_count), 4))
                         filter (where is_used and user_count > 0 and active_user_count > 0))::float8[], '{}') as user_share_rates
      from offered
     group by feature_key, tier
),
share as (
    select (count(*) filter (where is_used))::float8 / count(*) as rate
      from offered
     where has_sent_use
     group by client_id
)
select json_build_object(
    'features', (select coalesce(json_agg(row_to_json(reached)), '[]') from reached),
    'rate_sum', (select coalesce(sum(rate), 0) from share),
    'client_count', (select count(*) from share))::text
