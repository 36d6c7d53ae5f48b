-- What clients have bought, and what more of it costs: one row per client in "terms".
-- Parameters: clientIds text[]; today date.
-- The tier is that of the base contract, or a higher one of an amendment to it. net_factor is the share of a list
-- price that a discount leaves. An amount is null where a price that goes into it is unknown.
tiers (tier, tier_rank) as (
    values ('starter', 1), ('standard', 2), ('professional', 3), ('enterprise', 4)
),
price as materialized (
    select p.product_id, t.tier, t.tier_rank, p.name, p.family, p.complements,
           p.tiers = '{}' or t.tier = any (p.tiers) as is_sold,
           coalesce(l.list_price_amount, p.list_price_amount) as amount,
           coalesce(l.price_unit, p.price_unit) as unit
      from products p
     cross join tiers t
      left join lateral (
           select o.list_price_amount, o.price_unit
             from product_prices o
            where o.product_id = p.product_id and o.tier = t.tier and o.valid_from <= :today
            order by o.valid_from desc
            limit 1) l on true
),
held as materialized (
    select k.* from ({{io.os199.cs.expansion.price.in_force}}) k where k.client_id = any (:clientIds::text[])
),
base as materialized (
    select distinct on (h.client_id) h.client_id, h.contract_id, h.tier, h.discount_rate, h.start_date, h.end_date
      from held h
     where h.type in ('new', 'renewal')
     order by h.client_id, h.renewal_date nulls last, h.contract_id
),
bought as materialized (
    select c.client_id, c.tier as client_tier, c.renewal_date as client_renewal_date,
           :today::date - coalesce((select min(k.start_date) from contracts k
                                            where k.client_id = c.client_id and k.status <> 'draft'),
                  c.contract_start_date, (c.created_at at time zone 'UTC')::date) as tenure_days,
           count(h.contract_id)::int as contract_count,
           case when sum(h.included_users) > 2147483647 then 2147483647
               else sum(h.included_users) end::int as licensed_user_count,
           sum(h.value) as contract_amount,
           min(h.renewal_date) as renewal_date,
           max(r.tier_rank) filter (where h.type = 'amendment') as amended_rank,
           array(select distinct o.product_id from held x cross join unnest(x.products) as o (product_id)
                  where x.client_id = c.client_id order by o.product_id) as product_ids
      from clients c
      left join held h on h.client_id = c.client_id
      left join tiers r on r.tier = h.tier
     where c.client_id = any (:clientIds::text[])
     group by c.client_id
),
terms as materialized (
    select b.client_id, b.client_tier, t.tier, t.tier_rank, b.tenure_days, b.contract_count, b.licensed_user_count,
           b.product_ids, base.contract_id as base_contract_id, base.end_date - base.start_date + 1 as term_days,
           case when b.contract_count > 0 then b.renewal_date else b.client_renewal_date end as next_renewal_date,
           1 - coalesce(base.discount_rate::numeric, 0) as net_factor,
           listed.amount as list_amount,
           case when listed.seat_product_count > 0 then listed.seat_amount * (1 - coalesce(base.discount_rate::numeric, 0))
                else b.contract_amount / nullif(b.licensed_user_count, 0) end as seat_price_amount,
           case when listed.seat_product_count > 0 then 'list_price' else 'contract_rate' end as seat_price_basis
      from bought b
      left join base on base.client_id = b.client_id
      left join tiers own on own.tier = coalesce(base.tier, b.client_tier)
      join tiers t on t.tier_rank = greatest(own.tier_rank, b.amended_rank)
     cross join lateral (
           select case when bool_and(p.amount is not null and (p.unit = 'flat' or b.licensed_user_count is not null))
                       then sum(p.amount * case p.unit when 'flat' then 1 else b.licensed_user_count end) end as amount,
                  count(*) filter (where p.unit = 'per_seat') as seat_product_count,
                  case when bool_and(p.amount is not null) filter (where p.unit = 'per_seat')
                       then sum(p.amount) filter (where p.unit = 'per_seat') end as seat_amount
             from unnest(b.product_ids) as o (product_id)
             left join price p on p.product_id = o.product_id and p.tier = t.tier
           ) listed
)
