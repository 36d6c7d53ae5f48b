with {{told}}
select t.client_id, coalesce(sum(t.expected_value), 0) as expected_amount, count(*)::int as opportunity_count
  from told t
 where t.stage not in ('won', 'lost') and t.expected_value > 0
 group by t.client_id
