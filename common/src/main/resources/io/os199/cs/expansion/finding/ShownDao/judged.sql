-- The findings that a reader asks for, with what holds each back today and what it is worth: the relation "judged".
-- Parameters: live text, findings computed just now as a JSON array, null for those of the last scan; now timestamptz;
-- today date; chances text, the probability of each type as a JSON array; types text[]; clientId, tier, csm,
-- segmentId, productId, family text, minArr numeric, onlyClients text[], each null for any; minHealth int, minValue
-- numeric; minUsage, minLift numeric, minPairCount int: the thresholds at which the rules of a finding count.
candidate as materialized (
    select f.client_id, f.finding_key, f.type, f.product_id, f.rules, f.units, f.unit_price_amount, f.value_amount,
           f.value_basis, f.recommended_tier, f.found_at, f.dismissed_until
      from opportunity_findings f
     where :live::text is null and f.gone_at is null
    union all
    select l.client_id, l.finding_key, l.type, l.product_id, l.rules, l.units, l.unit_price_amount, l.value_amount,
           l.value_basis, l.recommended_tier, coalesce(case when f.gone_at is null then f.found_at end, :now), f.dismissed_until
      from jsonb_to_recordset(:live::jsonb) as l (client_id text, finding_key text, type text, product_id text, rules jsonb,
               units int, unit_price_amount numeric, value_amount numeric, value_basis text, recommended_tier text)
      left join opportunity_findings f on f.client_id = l.client_id and f.finding_key = l.finding_key
     where :live::text is not null
),
price as materialized (
    select distinct on (product_id, tier) product_id, tier, list_price_amount
      from product_prices
     where valid_from <= :today
     order by product_id, tier, valid_from desc
),
-- The products that the tier offered to a client includes at no charge.
given as materialized (
    select distinct g.client_id, l.product_id
      from candidate g
      join price l on l.tier = g.recommended_tier and l.list_price_amount = 0
     where g.type = 'tier_upgrade'
),
chance as materialized (
    select type, probability from jsonb_to_recordset(:chances::jsonb) as o (type text, probability numeric)
),
escalated as materialized (
    select distinct client_id from escalations
     where severity in ('critical', 'high') and status not in ('resolved', 'closed')
       and (:clientId::text is null or client_id = :clientId)
),
unpaid as materialized (
    select distinct i.client_id
      from contracts i
     where i.payment_status in ('late', 'overdue') and i.status <> 'draft' and i.start_date <= :today
       and (:clientId::text is null or i.client_id = :clientId)
       and (i.terminated_on is null or i.terminated_on > :today)
       and (i.end_date is null or i.end_date >= :today
            or i.end_date > :today::date - 60
               and not exists (select from contracts o
                                where o.client_id = i.client_id and o.status <> 'draft' and o.start_date <= :today
                                  and (o.end_date is null or o.end_date >= :today or o.end_date > i.end_date)
                                  and (o.terminated_on is null or o.terminated_on > :today)))
),
judged as materialized (
    select k.client_id, c.name as client_name, k.finding_key, k.type, k.product_id, p.name as product_name,
           p.family as product_family, counted.rules, k.units, k.unit_price_amount, k.value_amount, k.value_basis,
           k.recommended_tier, k.found_at, c.tier as client_tier, c.contract_value as current_arr_amount, c.health_score,
           c.churn_risk_level as risk_level, o.probability as win_probability, k.value_amount * o.probability as expected_value,
           array_remove(array[
               case when c.health_score is null then 'health_unknown'
                    when c.health_score < case k.type when 'add_on' then least(50, :minHealth) else :minHealth end
                    then 'health_low' end,
               case when k.client_id in (select client_id from escalated) then 'open_escalation' end,
               case when c.churn_risk_level in ('critical', 'high') then 'risk_level' end,
               case when k.client_id in (select client_id from unpaid) then 'payment' end,
               case when c.lifecycle_stage in ('onboarding', 'churned') then 'lifecycle_stage' end], null) as blocked_by
      from candidate k
      join clients c on c.client_id = k.client_id and c.status <> 'churned'
      join chance o on o.type = k.type
      left join products p on p.product_id = k.product_id
     cross join lateral (
           select jsonb_agg(r.rule order by r.place) as rules
             from jsonb_array_elements(k.rules) with ordinality as r (rule, place)
            where case r.rule ->> 'rule_id'
                      when 'TIER_BREADTH'
                      then (r.rule #>> '{evidence,seat_utilization_rate}')::numeric >= :minUsage
                      when 'SIMILAR'
                      then (r.rule #>> '{evidence,lift}')::numeric >= :minLift
                           and (r.rule #>> '{evidence,both_count}')::int >= :minPairCount
                      else true end) counted
     where k.type = any (:types::text[]) and counted.rules is not null
       and (:clientId::text is null or c.client_id = :clientId)
       and (:onlyClients::text[] is null or c.client_id = any (:onlyClients::text[]))
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
       and (:productId::text is null or k.product_id = :productId)
       and (:family::text is null or lower(p.family) = lower(:family))
       and (:minValue::numeric = 0 or k.value_amount >= :minValue)
       and (k.dismissed_until is null or k.dismissed_until <= :today)
       and not {{io.os199.cs.expansion.finding.taken_up}}
       -- It is not sold beside that tier. A hashed list, not a join, because the planner expects one row of it.
       and not (k.type = 'cross_sell'
                and coalesce((k.client_id, k.product_id) in (select g.client_id, g.product_id from given g), false))
)
