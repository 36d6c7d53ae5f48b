-- Clients that lack a product that goes with what they have, that similar clients bought or that they asked for: rules
-- COMPLEMENT to SERVICES.
-- Parameters: clientIds text[]; today date; clientId text, whose peers alone are looked at, null for the peers of all.
with {{io.os199.cs.expansion.price.terms}},
{{pair}},
-- The products that are sold at the tier of each client and that the client does not have.
lacking as materialized (
    select t.client_id, t.client_tier, t.product_ids, p.product_id, p.family, p.amount,
           p.amount * case p.unit when 'flat' then 1 else t.licensed_user_count end * t.net_factor as value,
           case p.unit when 'flat' then 1 else t.licensed_user_count end as units, p.amount * t.net_factor as unit_price
      from terms t
      join price p on p.tier = t.tier and p.is_sold and p.product_id <> all (t.product_ids)
),
complement as materialized (
    select l.client_id, l.product_id, c.owned_product_id
      from lacking l
     cross join lateral (
           select min(p.product_id) as owned_product_id
             from products p
            where p.product_id = any (l.product_ids) and l.product_id = any (p.complements)) c
     where c.owned_product_id is not null
),
alike as materialized (
    select distinct on (l.client_id, l.product_id) l.client_id, l.product_id, s.owned_product_id, s.peer_group,
           s.peer_count, s.owners_a_count, s.owners_b_count, s.both_count, s.confidence, s.lift
      from lacking l
      join pair s on s.product_id = l.product_id and s.owned_product_id = any (l.product_ids)
       and s.peer_group = coalesce((select g.peer_group from peer_group g where g.peer_group = l.client_tier), 'portfolio')
     where s.both_count >= 5 and s.confidence >= 0.20 and s.lift >= 1.2
     order by l.client_id, l.product_id, s.lift desc, s.both_count desc, s.owned_product_id
),
asked as materialized (
    select l.client_id, l.product_id, jsonb_agg(distinct b.feedback_id) as feedback_ids, jsonb_agg(distinct f.key) as feature_keys
      from feedback b
      join features f on f.key = any (b.tags)
      join lacking l on l.client_id = b.client_id and l.product_id = f.product_id
     where b.client_id = any (:clientIds::text[]) and b.type = 'feature_request'
       and b.received_at >= (:today::date - 179)::timestamp at time zone 'UTC'
       and b.received_at < (:today::date + 1)::timestamp at time zone 'UTC'
     group by l.client_id, l.product_id
),
core_use as materialized (
    select t.client_id, count(*) as available_count,
           count(*) filter (where exists (select from usage_daily_features d
                                           where d.client_id = t.client_id and d.feature_key = f.key
                                             and d.day > :today::date - 30 and d.day <= :today)) as used_count
      from terms t
      join features f on f.is_core and (f.released_on is null or f.released_on <= :today)
       and {{io.os199.cs.expansion.price.included}}
      join tiers r on r.tier = f.min_tier and r.tier_rank <= t.tier_rank
     where t.tenure_days >= 90
       and exists (select from lacking l where l.client_id = t.client_id and lower(l.family) in ('services', 'training'))
     group by t.client_id
),
hit as (
    select l.client_id, 'cross_sell:' || l.product_id as finding_key, 'cross_sell' as type, l.product_id, x.rule_no, x.rule_id,
           l.units, l.unit_price, l.value, 'list_price' as value_basis, null::text as recommended_tier, x.evidence
      from lacking l
      join (select client_id, product_id, 1 as rule_no, 'COMPLEMENT' as rule_id,
                   jsonb_build_object('owned_product_id', owned_product_id) as evidence
              from complement
            union all
            select client_id, product_id, 2, 'SIMILAR',
                   jsonb_build_object('owned_product_id', owned_product_id, 'peer_group', peer_group,
                       'peer_count', peer_count, 'owners_a_count', owners_a_count, 'owners_b_count', owners_b_count,
                       'both_count', both_count, 'confidence_rate', round(confidence, 4), 'lift', round(lift, 4))
              from alike
            union all
            select client_id, product_id, 3, 'PRODUCT_ASKED',
                   jsonb_build_object('feedback_ids', feedback_ids, 'feature_keys', feature_keys)
              from asked) x on x.client_id = l.client_id and x.product_id = l.product_id
    union all
    select l.client_id, 'add_on:' || l.product_id, 'add_on', l.product_id, 4, 'SERVICES', 1, l.amount, l.amount, 'list_price',
           null, jsonb_build_object('core_used_count', u.used_count, 'core_available_count', u.available_count,
               'core_adoption_rate', round(u.used_count::numeric / u.available_count, 4))
      from lacking l
      join core_use u on u.client_id = l.client_id
     where lower(l.family) in ('services', 'training') and u.used_count < 0.50 * u.available_count
)
{{merge}}
