with {{told}}
select t.client_id, coalesce(sum(t.expected_value), 0) as expected_amount,
       (count(*) filter (where t.expected_value > 0))::int as opportunity_count,
       (count(*) filter (where t.value_amount is null and t.type <> 'multi_year'))::int as unpriced_count
  from told t
 where t.stage not in ('won', 'lost')
 group by t.client_id
