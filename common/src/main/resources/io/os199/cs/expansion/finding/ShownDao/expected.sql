with {{judged}}
select j.client_id, coalesce(sum(j.expected_value) filter (where j.expected_value > 0), 0) as expected_amount,
       (count(*) filter (where j.expected_value > 0))::int as finding_count, bool_or(j.type = 'multi_year') as is_multi_year,
       (count(*) filter (where j.value_amount is null and j.type <> 'multi_year'))::int as unpriced_count
  from judged j
 where j.blocked_by = '{}'
 group by j.client_id
