select sum(m.arr_delta_amount * (:today::date - m.effective_on)) / 365
  from revenue_movements m
 where m.client_id = :clientId and m.effective_on <= :today
