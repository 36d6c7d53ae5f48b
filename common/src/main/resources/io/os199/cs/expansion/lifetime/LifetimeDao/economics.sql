select effective_from, gross_margin_rate, discount_rate, cost_per_ticket_amount, cost_per_touchpoint_amount
  from economics
 where effective_from <= :today
 order by effective_from desc
 limit 1
