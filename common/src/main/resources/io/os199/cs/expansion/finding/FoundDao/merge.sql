-- Hits with the same key make one finding with the evidence of all of them; the first rule sets its value.
select h.client_id, h.finding_key, min(h.type) as type, min(h.product_id) as product_id,
       jsonb_agg(jsonb_build_object('rule_id', h.rule_id, 'evidence', h.evidence) order by h.rule_no) as rules,
       (array_agg(h.units order by h.rule_no))[1]::int as units,
       round((array_agg(h.unit_price order by h.rule_no))[1], 2) as unit_price_amount,
       round((array_agg(h.value order by h.rule_no))[1], 2) as value_amount,
       case when (array_agg(h.value order by h.rule_no))[1] is not null
            then (array_agg(h.value_basis order by h.rule_no))[1] end as value_basis,
       (array_agg(h.recommended_tier order by h.rule_no))[1] as recommended_tier
  from hit h
 group by h.client_id, h.finding_key
 order by h.client_id, h.finding_key
