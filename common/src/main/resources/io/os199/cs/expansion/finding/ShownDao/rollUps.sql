with {{judged}}
select j.client_id, array_agg(j.product_id order by j.expected_value desc nulls last, j.value_amount desc nulls last, j.finding_key)
           filter (where j.product_id is not null) as product_ids,
       coalesce(sum(j.value_amount), 0) as total_value_amount,
       round(coalesce(sum(j.expected_value), 0), 2) as total_expected_value_amount
  from judged j
 where :includeBlocked or j.blocked_by = '{}'
 group by j.client_id
