-- Clients that have not left, with their stored risk, and whether they are at risk.
-- Parameters: tier, csm, segmentId text; minArr numeric; renewalBy date, the latest date of the next renewal; atLeast
-- text, the lowest risk level; each null for any. today date. healthBelow numeric, minProbability double: the
-- thresholds of being at risk. predictions boolean: whether probabilities count; which clients are scored does not
-- depend on it.
chosen as materialized (
    select c.client_id, c.name, c.tier, c.csm, c.contract_value, c.health_score, c.churn_probability,
           c.churn_risk_level, c.renewal_date
      from clients c
     where c.status <> 'churned'
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
       and (:atLeast::text is null
            or array_position(array['critical', 'high', 'medium', 'low'], c.churn_risk_level)
                <= array_position(array['critical', 'high', 'medium', 'low'], :atLeast))
),
renewal as (
    select client_id, min(renewal_date) as renewal_date
      from contracts
     where status = 'active' and start_date <= :today and (end_date is null or end_date > :today::date - 60)
       and client_id in (select client_id from chosen)
     group by client_id
),
grave as (
    select client_id, array_agg(indicator_key order by indicator_key) as keys
      from risk_indicators
     where resolved_at is null and severity in ('critical', 'high')
       and (indicator_key like 'risk.%' or indicator_key = 'health.payment')
       and client_id in (select client_id from chosen)
     group by client_id
),
filtered as materialized (
    select c.client_id, c.name as client_name, c.tier, c.csm, c.contract_value as arr_amount, c.health_score,
           c.churn_probability is not null as is_scored,
           case when :predictions then c.churn_probability end as churn_probability,
           case when :predictions then c.churn_risk_level end as risk_level,
           coalesce(r.renewal_date, c.renewal_date) as decision_date,
           coalesce(g.keys, '{}') as grave_keys
      from chosen c
      left join renewal r on r.client_id = c.client_id
      left join grave g on g.client_id = c.client_id
     where :renewalBy::date is null or coalesce(r.renewal_date, c.renewal_date) <= :renewalBy
),
judged as materialized (
    select f.*, coalesce(f.health_score < :healthBelow, false) as is_unhealthy,
           coalesce(f.churn_probability >= :minProbability, false) as is_likely,
           coalesce(f.health_score < :healthBelow, false) or coalesce(f.churn_probability >= :minProbability, false)
               or f.grave_keys <> '{}' as is_at_risk,
           f.churn_probability::numeric * f.arr_amount as expected_loss
      from filtered f
)
