-- Clients that have outgrown their seats, an allowance or the tier: rules SEATS_OVER to TIER_BREADTH.
-- Parameters: clientIds text[]; today date. Ceilings and shares are computed from numerics, which are exact. Grouped
-- parts are materialized, because the planner expects few clients and would group again for each.
with {{io.os199.cs.expansion.price.terms}},
{{io.os199.cs.expansion.price.use}},
seats as (
    select t.client_id, case when s.is_over then 1 else 2 end as rule_no,
           case when s.is_over then 'SEATS_OVER' else 'SEATS_FULL' end as rule_id,
           case when s.is_over then ceil(u.active_user_count * 1.10) - t.licensed_user_count
                else greatest(1, ceil(u.active_user_count * 1.20) - t.licensed_user_count) end as units,
           t.seat_price_amount, t.seat_price_basis,
           jsonb_build_object('active_user_count', u.active_user_count, 'licensed_user_count', t.licensed_user_count,
               'seat_utilization_rate', round(u.active_user_count::numeric / t.licensed_user_count, 4),
               'active_user_count_60_days_ago', u.active_user_count_before) as evidence
      from terms t
      join use u on u.client_id = t.client_id
     cross join lateral (select u.active_user_count > t.licensed_user_count as is_over) s
     where t.licensed_user_count > 0
       and (s.is_over or (u.active_user_count >= 0.90 * t.licensed_user_count
                          and u.active_user_count >= u.active_user_count_before))
),
allowance as (
    select h.client_id, l.feature_key, sum(l.included_quantity) as included,
           (array_agg(l.block_quantity order by h.contract_id))[1] as block,
           (array_agg(l.unit_price_amount order by h.contract_id))[1] as unit_price
      from held h
      join contract_limits l on l.client_id = h.client_id and l.contract_id = h.contract_id
     group by h.client_id, l.feature_key
),
near as (
    select a.client_id, a.feature_key, a.block * a.unit_price as unit_price,
           case when a.block > 0 then greatest(1, ceil((d.quantity * 1.20 - a.included) / a.block)) end as units,
           jsonb_build_object('feature_key', a.feature_key, 'quantity', d.quantity, 'included_quantity', a.included,
               'block_quantity', a.block, 'use_rate', round(d.quantity / nullif(a.included, 0), 4)) as evidence
      from allowance a
     cross join lateral (
           select sum(o.quantity) as quantity
             from usage_daily_features o
            where o.client_id = a.client_id and o.feature_key = a.feature_key and o.day > :today::date - 30 and o.day <= :today
           ) d
     where d.quantity > 0 and d.quantity >= 0.80 * a.included
),
-- The features of the products that the client has, and those of no product, which can be used above the tier like any
-- other; all features for a client whose contracts name no known product.
feature as materialized (
    select t.client_id, o.key, o.min_tier, o.tier_rank, o.is_core, o.is_included, o.tier_rank > t.tier_rank as is_gated,
           o.event_count, o.event_count is not null as is_used
      from terms t
     cross join lateral (
           select f.key, f.min_tier, r.tier_rank, f.is_core, i.is_included, d.event_count
             from features f
             join tiers r on r.tier = f.min_tier
            cross join lateral (select {{io.os199.cs.expansion.price.included}} as is_included) i
             left join (select e.feature_key, sum(e.event_count)::bigint as event_count
                          from usage_daily_features e
                         where e.client_id = t.client_id and e.day > :today::date - 30 and e.day <= :today
                         group by e.feature_key) d on d.feature_key = f.key
            where (f.released_on is null or f.released_on <= :today) and (i.is_included or f.product_id is null)) o
),
gated_use as materialized (
    select f.client_id, f.key, o.user_key
      from feature f
      join usage_user_features o on o.client_id = f.client_id and o.feature_key = f.key
       and o.last_used_on > :today::date - 30 and o.last_used_on <= :today
     where f.is_gated and f.is_used
),
gated_users as materialized (
    select client_id, count(distinct user_key) as user_count from gated_use group by client_id
),
users_of_feature as materialized (
    select client_id, key, count(*) as user_count from gated_use group by client_id, key
),
gated as (
    select f.client_id, max(f.tier_rank) as target_rank,
           jsonb_build_object('features', jsonb_agg(jsonb_build_object('key', f.key, 'min_tier', f.min_tier,
               'user_count', coalesce(o.user_count, 0), 'event_count', f.event_count) order by f.key)) as evidence
      from feature f
      left join users_of_feature o on o.client_id = f.client_id and o.key = f.key
      left join gated_users p on p.client_id = f.client_id
     where f.is_gated and f.is_used
     group by f.client_id
    having sum(f.event_count) >= 10 or max(p.user_count) >= 3
),
asked as (
    select t.client_id, max(r.tier_rank) as target_rank,
           jsonb_build_object('feedback_ids', jsonb_agg(distinct b.feedback_id), 'feature_keys', jsonb_agg(distinct f.key))
               as evidence
      from terms t
      join feedback b on b.client_id = t.client_id and b.type = 'feature_request'
       and b.received_at >= (:today::date - 179)::timestamp at time zone 'UTC'
       and b.received_at < (:today::date + 1)::timestamp at time zone 'UTC'
      join features f on f.key = any (b.tags) and (f.released_on is null or f.released_on <= :today)
       and (f.product_id is null or {{io.os199.cs.expansion.price.included}})
      join tiers r on r.tier = f.min_tier and r.tier_rank > t.tier_rank
     group by t.client_id
),
beyond_core as materialized (
    select client_id, count(*) as available_count, count(*) filter (where is_used) as used_count,
           coalesce(jsonb_agg(key order by key) filter (where not is_used), '[]') as unused_keys
      from feature
     where is_included and not is_gated and not is_core
     group by client_id
),
breadth as (
    select t.client_id, t.tier_rank + 1 as target_rank,
           jsonb_build_object('used_count', f.used_count, 'available_count', f.available_count,
               'unused_keys', f.unused_keys,
               'seat_utilization_rate', round(u.active_user_count::numeric / t.licensed_user_count, 4)) as evidence
      from terms t
      join use u on u.client_id = t.client_id
      join beyond_core f on f.client_id = t.client_id
     where f.used_count >= 0.80 * f.available_count and t.licensed_user_count > 0
       and u.active_user_count >= 0.50 * t.licensed_user_count
),
tier_hit as materialized (
    select client_id, 4 as rule_no, 'TIER_GATED' as rule_id, target_rank, evidence from gated
    union all select client_id, 5, 'TIER_ASKED', target_rank, evidence from asked
    union all select client_id, 6, 'TIER_BREADTH', target_rank, evidence from breadth
),
upgrade as (
    select x.client_id, x.rule_no, x.rule_id, target.tier as recommended_tier, x.evidence, step.amount * t.net_factor as value
      from tier_hit x
      join terms t on t.client_id = x.client_id
      join tiers target on target.tier_rank = x.target_rank
     cross join lateral (
           select case when bool_and(here.amount is not null and there.amount is not null
                                     and (t.licensed_user_count is not null or (here.unit = 'flat' and there.unit = 'flat')))
                       then sum(there.amount * case there.unit when 'flat' then 1 else t.licensed_user_count end
                                - here.amount * case here.unit when 'flat' then 1 else t.licensed_user_count end) end as amount
             from unnest(t.product_ids) as o (product_id)
             left join price here on here.product_id = o.product_id and here.tier = t.tier
             left join price there on there.product_id = o.product_id and there.tier = target.tier
           ) step
),
hit as (
    select client_id, 'seats:-' as finding_key, 'seats' as type, null::text as product_id, rule_no, rule_id, units,
           seat_price_amount as unit_price, units * seat_price_amount as value, seat_price_basis as value_basis,
           null::text as recommended_tier, evidence
      from seats
    union all
    select client_id, 'upsell:' || feature_key, 'upsell', null, 3, 'LIMIT_NEAR', units, unit_price, units * unit_price,
           'contract_rate', null, evidence
      from near
    union all
    select client_id, 'tier_upgrade:-', 'tier_upgrade', null, rule_no, rule_id, null, null, value, 'list_price',
           recommended_tier, evidence
      from upgrade
)
{{merge}}
