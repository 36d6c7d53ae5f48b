with {{clients}}
select c.client_id, e.churned_on, c.tier, e.reason_code, greatest(0, e.churned_on - c.started_on) as tenure_days,
       lost.arr_lost_amount, c.was_live_at_start
  from clients_of c
  join churn_events e on e.client_id = c.client_id and e.churned_on >= :periodStart::date and e.churned_on < :periodEnd::date
 cross join lateral (
       select coalesce(sum(m.arr_delta_amount), 0) as arr_lost_amount
         from revenue_movements m
        where m.client_id = c.client_id and m.effective_on < e.churned_on) lost
 where :minArrAmount::numeric is null or lost.arr_lost_amount >= :minArrAmount
 order by c.client_id, e.churned_on
