-- What is stored besides the contracts that renew together. Of the shared terms.sql only tiers and prices are used.
-- Parameters: clientId, contractId text; clientIds text[], the client alone; memberIds text[], the contracts that
-- renew with it, itself among them; productIds text[] and clientTier text: which features are open to the client;
-- today date.
with {{io.os199.cs.expansion.price.terms}},
member as materialized (
    select k.contract_id, k.type, k.tier, k.included_users, k.products
      from contracts k
     where k.client_id = :clientId and k.contract_id = any (:memberIds::text[])
),
own as materialized (
    select max(t.tier_rank) filter (where m.contract_id = :contractId or m.type = 'amendment') as tier_rank,
           sum(m.included_users) as seat_count
      from member m
      join tiers t on t.tier = m.tier
),
listed as materialized (
    select o.product_id, p.amount * case p.unit when 'flat' then 1 else own.seat_count end as amount
      from (select distinct u.product_id from member m cross join unnest(m.products) as u (product_id)) o
     cross join own
      left join price p on p.product_id = o.product_id and p.tier_rank = own.tier_rank
),
policy as (
    select d.valid_from, d.max_discount_rate::numeric, d.approval_discount_rate::numeric, d.target_uplift_rate::numeric,
           d.two_year_discount_rate::numeric, d.three_year_discount_rate::numeric, d.prepay_discount_rate::numeric,
           d.bundle_discount_rate::numeric
      from discount_policies d
      join tiers t on t.tier = d.tier
      join own on own.tier_rank = t.tier_rank
     where d.valid_from <= :today
     order by d.valid_from desc
     limit 1
),
predicted as (
    select n.probability_in_window, n.model_version, n.calibration, n.predicted_on, n.contributions
      from churn_predictions n
     where n.client_id = :clientId and n.predicted_on <= :today
     order by n.predicted_on desc
     limit 1
),
core as (
    select count(*)::int as available_count,
           (count(*) filter (where exists (select from usage_daily_features d
                                            where d.client_id = :clientId and d.feature_key = f.key
                                              and d.day > :today::date - 30 and d.day <= :today)))::int as used_count
      from features f
      join tiers r on r.tier = f.min_tier
      join tiers c on c.tier = :clientTier and c.tier_rank >= r.tier_rank
     cross join (select :productIds::text[] as product_ids) t
     where f.is_core and (f.released_on is null or f.released_on <= :today)
       and {{io.os199.cs.expansion.price.included}}
)
select t.tier, total.list_amount, total.unpriced_product_ids, seats.open_seats_count, seats.open_seats_amount,
       policy.valid_from, policy.max_discount_rate, policy.approval_discount_rate, policy.target_uplift_rate,
       policy.two_year_discount_rate, policy.three_year_discount_rate, policy.prepay_discount_rate, policy.bundle_discount_rate,
       1 - predicted.probability_in_window as stay_probability, predicted.model_version, predicted.calibration,
       predicted.predicted_on, top.contributions, core.used_count as core_used_count,
       core.available_count as core_available_count,
       exists (select from usage_daily_users u
                where u.client_id = :clientId and u.day <= :today and u.event_count > 0) as has_use
  from own
  join tiers t on t.tier_rank = own.tier_rank
 cross join lateral (
       select case when bool_and(b.amount is not null) then sum(b.amount) end as list_amount,
              coalesce(array_agg(b.product_id order by b.product_id) filter (where b.amount is null), '{}') as unpriced_product_ids
         from listed b) total
 cross join lateral (
       select count(*)::int as open_seats_count, sum(o.value_amount) as open_seats_amount
         from opportunities o
        where o.client_id = :clientId and o.type = 'seats' and o.stage not in ('won', 'lost')) seats
 cross join core
  left join policy on true
  left join predicted on true
 cross join lateral (
       select coalesce(jsonb_agg(c.part order by c.place), '[]') as contributions
         from (select e.part, e.place
                 from jsonb_array_elements(predicted.contributions) with ordinality as e (part, place)
                where e.part ->> 'feature' <> 'renewal_in_horizon' and predicted.probability_in_window is not null
                order by e.place
                limit 5) c) top
