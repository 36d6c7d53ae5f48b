with {{at_risk}}
select j.client_id, j.client_name, j.tier, j.csm, j.arr_amount, j.health_score, j.churn_probability, j.risk_level,
       j.decision_date, j.grave_keys, j.is_unhealthy, j.is_likely, j.sort_value::text as sort_value
  from (select j.*, case :sort when 'expected_loss' then j.expected_loss
                               when 'probability' then j.churn_probability::numeric
                               when 'health' then - j.health_score
                               else (date '2000-01-01' - j.decision_date)::numeric end as sort_value
          from judged j
         where j.is_at_risk) j
 where :afterClientId::text is null
    or case when :afterValue::numeric is null then j.sort_value is null and j.client_id > :afterClientId
            else j.sort_value is null or j.sort_value < :afterValue
                 or (j.sort_value = :afterValue and j.client_id > :afterClientId) end
 order by j.sort_value desc nulls last, j.client_id
 limit :most
