-- For each feature, among the clients whose first contract began 455 to 730 days before a day: how many used it on at
-- least three of their first 90 days, and how many of these brought recurring revenue a year later; and the same for
-- those that could have it and did not.
-- Parameters: asOf date; tier, category, productId text, may be null.
with client as materialized (
    select c.client_id, c.tier, k.started_on, coalesce(m.arr_amount, 0) > 0 as is_kept,
           array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier) as tier_rank
      from (select client_id, min(start_date) as started_on from contracts where status <> 'draft' group by client_id) k
      join clients c on c.client_id = k.client_id
     cross join lateral (
           select sum(r.arr_delta_amount) as arr_amount
             from revenue_movements r
            where r.client_id = c.client_id and r.effective_on <= k.started_on + 455) m
     where k.started_on between :asOf::date - 730 and :asOf::date - 455 and (:tier::text is null or c.tier = :tier)
),
early as materialized (
    select c.client_id, d.feature_key
      from client c
      join usage_daily_features d on d.client_id = c.client_id and d.day >= c.started_on and d.day < c.started_on + 90
     where d.event_count > 0
     group by c.client_id, d.feature_key
    having count(*) >= 3
)
select f.key as feature_key,
       (count(*) filter (where e.client_id is not null))::int as with_count,
       (count(*) filter (where e.client_id is not null and c.is_kept))::int as with_kept_count,
       (count(*) filter (where e.client_id is null))::int as without_count,
       (count(*) filter (where e.client_id is null and c.is_kept))::int as without_kept_count
  from features f
  join client c on array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier) <= c.tier_rank
   and (f.released_on is null or f.released_on <= c.started_on + 87)
  left join early e on e.client_id = c.client_id and e.feature_key = f.key
 where (:category::text is null or lower(f.category) = lower(:category))
   and (:productId::text is null or f.product_id = :productId)
 group by f.key
