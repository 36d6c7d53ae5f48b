-- Clients that would sign for longer: they have a term of at most 400 days, a likely renewal in 30 to 180 days, and
-- good health. Nothing is added to what they pay, so the value is 0; what is secured is the ARR.
-- Parameters: clientIds text[]; today date.
with {{io.os199.cs.expansion.price.terms}},
hit as (
    select t.client_id, 'multi_year:-' as finding_key, 'multi_year' as type, null::text as product_id, 1 as rule_no,
           'MULTI_YEAR' as rule_id, null::int as units, null::numeric as unit_price, 0::numeric as value,
           'list_price' as value_basis, null::text as recommended_tier,
           jsonb_build_object('term_days', t.term_days, 'renewal_date', t.next_renewal_date,
               'renewal_probability', round((1 - p.probability_in_window)::numeric, 4), 'health_score', c.health_score,
               'arr_secured_amount', c.contract_value) as evidence
      from terms t
      join clients c on c.client_id = t.client_id
     cross join lateral (
           select o.probability_in_window
             from churn_predictions o
            where o.client_id = t.client_id and o.predicted_on <= :today
            order by o.predicted_on desc
            limit 1) p
     where t.term_days <= 400 and t.next_renewal_date between :today::date + 30 and :today::date + 180
       and p.probability_in_window <= 0.15 and c.health_score >= 80
)
{{merge}}
