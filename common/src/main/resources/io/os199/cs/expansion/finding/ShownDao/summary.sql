with {{judged}},
shown as materialized (
    select * from judged where :includeBlocked or blocked_by = '{}'
)
select count(*)::int as finding_count, count(distinct s.client_id)::int as client_count,
       coalesce(sum(s.value_amount), 0) as total_value_amount,
       round(coalesce(sum(s.expected_value), 0), 2) as total_expected_value_amount,
       (select count(*)::int from judged j where j.blocked_by <> '{}') as blocked_count,
       (count(*) filter (where s.value_amount is null))::int as without_value_count,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.value_amount desc, g.key), '[]')
          from (select o.type as key, count(*) as finding_count, coalesce(sum(o.value_amount), 0) as value_amount,
                       round(coalesce(sum(o.expected_value), 0), 2) as expected_value_amount
                  from shown o group by o.type) g) as by_type,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.value_amount desc, g.key), '[]')
          from (select o.product_id as key, o.product_name as name, count(*) as finding_count,
                       coalesce(sum(o.value_amount), 0) as value_amount,
                       round(coalesce(sum(o.expected_value), 0), 2) as expected_value_amount
                  from shown o where o.product_id is not null group by o.product_id, o.product_name) g) as by_product,
       (select coalesce(jsonb_agg(jsonb_build_object('from', g.client_tier, 'to', g.recommended_tier, 'count', g.finding_count,
                                      'value_amount', g.value_amount)
                                  order by g.value_amount desc, g.client_tier, g.recommended_tier), '[]')
          from (select o.client_tier, o.recommended_tier, count(*) as finding_count,
                       coalesce(sum(o.value_amount), 0) as value_amount
                  from shown o where o.type = 'tier_upgrade' group by o.client_tier, o.recommended_tier) g) as by_tier_path
  from shown s
