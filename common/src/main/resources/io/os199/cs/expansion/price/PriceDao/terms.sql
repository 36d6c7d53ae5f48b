with {{io.os199.cs.expansion.price.terms}},
{{io.os199.cs.expansion.price.use}}
select t.client_id, t.tier, t.tenure_days, t.contract_count, t.licensed_user_count, t.product_ids, t.base_contract_id, t.term_days,
       t.next_renewal_date, t.net_factor, t.list_amount, t.seat_price_amount, u.active_user_count
  from terms t
  join use u on u.client_id = t.client_id
 order by t.client_id
