-- Which clients of a cohort had what at the end of a day, and expanded in the year after it. A client for which a
-- factor is unknown is on neither side. One row for each factor.
-- Parameters: clientIds text[], the cohort; expandedIds text[], those of it that expanded; today date, the day;
-- healthModel text.
with model as materialized (
    select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
      from scoring_models
     where kind = 'health' and status = 'active' and name = :healthModel
),
cohort as materialized (
    select c.client_id, e.client_id is not null as has_expanded, (:today::date + 1)::timestamp at time zone 'UTC' as day_end
      from unnest(:clientIds::text[]) as c (client_id)
      left join unnest(:expandedIds::text[]) as e (client_id) on e.client_id = c.client_id
),
seats as materialized (
    select k.client_id, sum(k.included_users) as count
      from ({{io.os199.cs.expansion.price.in_force}}) k
     group by k.client_id
),
known as materialized (
    select c.client_id, c.has_expanded, health.overall,
           case when used.is_known then used.user_count / nullif(s.count, 0)::numeric end as seat_utilization,
           touch.count as touch_count, review.has_review,
           case when feature.is_known then feature.count end as feature_count
      from cohort c
      left join seats s on s.client_id = c.client_id
      left join lateral (
           select h.overall
             from model m
             join health_scores h on h.client_id = c.client_id and h.model_id = m.model_id
              and h.model_version = m.model_version and h.lookback_days = m.lookback_days
            where h.score_date > :today::date - 30 and h.score_date <= :today
            order by h.score_date desc
            limit 1) health on true
     cross join lateral (
           select count(distinct u.user_key) as user_count,
                  exists (select from usage_daily_users o
                           where o.client_id = c.client_id and o.day <= :today and o.event_count > 0) as is_known
             from usage_daily_users u
            where u.client_id = c.client_id and u.day > :today::date - 30 and u.day <= :today and u.event_count > 0) used
     cross join lateral (
           select count(*) as count
             from touchpoints o
            where o.client_id = c.client_id and o.occurred_at < c.day_end
              and o.occurred_at >= (:today::date - 89)::timestamp at time zone 'UTC'
              and (o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
                   or o.kind in ('email', 'chat') and o.answered_at < c.day_end)) touch
     cross join lateral (
           select exists (select from executive_reviews r
                           where r.client_id = c.client_id and r.status = 'completed' and r.completed_at < c.day_end
                             and r.completed_at >= (:today::date - 179)::timestamp at time zone 'UTC') as has_review) review
     cross join lateral (
           select count(distinct f.feature_key) as count,
                  exists (select from usage_daily_features o
                           where o.client_id = c.client_id and o.day <= :today) as is_known
             from usage_daily_features f
            where f.client_id = c.client_id and f.day > :today::date - 30 and f.day <= :today) feature
),
middle as materialized (
    select percentile_cont(0.5) within group (order by k.feature_count)::numeric as median from known k
)
select v.factor,
       (count(*) filter (where v.has))::int as with_count,
       (count(*) filter (where v.has and k.has_expanded))::int as with_expanded_count,
       (count(*) filter (where not v.has))::int as without_count,
       (count(*) filter (where not v.has and k.has_expanded))::int as without_expanded_count,
       m.median
  from known k
 cross join middle m
 cross join lateral (
       values ('health_score_75', k.overall >= 75),
              ('seat_utilization_80', k.seat_utilization >= 0.80),
              ('two_way_touches_3', k.touch_count >= 3),
              ('executive_review', k.has_review),
              ('features_used_median', k.feature_count >= m.median)) as v (factor, has)
 group by v.factor, m.median
 order by v.factor
