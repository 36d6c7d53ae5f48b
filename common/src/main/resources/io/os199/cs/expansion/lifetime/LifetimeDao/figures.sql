-- The figures behind the value of clients: what they pay, what serving them takes, and the latest statement of their
-- risk.
-- Parameters: clientIds text[]; and those of load.sql.
with chosen as materialized (
    select c.client_id, c.name, c.tier, c.acquisition_cost_amount
      from clients c
     where c.client_id = any (:clientIds::text[]) and c.status <> 'churned'
),
{{load}},
base as materialized (
    select distinct on (k.client_id) k.client_id, k.end_date - k.start_date + 1 as term_days
      from ({{io.os199.cs.expansion.price.in_force}}) k
     where k.client_id = any (:clientIds::text[]) and k.type in ('new', 'renewal')
     order by k.client_id, k.renewal_date nulls last, k.contract_id
)
select c.client_id, c.name as client_name, c.tier, c.acquisition_cost_amount as acquisition_cost, ledger.arr,
       ledger.revenue_to_date, b.term_days, l.ticket_count, touch.touch_count, l.active_user_count,
       p.predicted_on, p.model_version, p.probability_in_window as in_window, p.probability_off_window as off_window,
       coalesce(p.contributions, '[]') as contributions, sign.signs
  from chosen c
  join load l on l.client_id = c.client_id
  left join base b on b.client_id = c.client_id
 cross join lateral (
       select sum(m.arr_delta_amount) as arr,
              sum(m.arr_delta_amount * (:today::date - m.effective_on)) / 365 as revenue_to_date
         from revenue_movements m
        where m.client_id = c.client_id and m.effective_on <= :today) ledger
 cross join lateral (
       select count(*)::int as touch_count
         from touchpoints o
        where o.client_id = c.client_id
          and o.occurred_at >= (:today::date - 364)::timestamp at time zone 'UTC'
          and o.occurred_at < (:today::date + 1)::timestamp at time zone 'UTC'
          and (o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
               or o.kind in ('email', 'chat') and o.answered_at is not null)) touch
  left join lateral (
       select q.predicted_on, q.model_version, q.probability_in_window, q.probability_off_window, q.contributions
         from churn_predictions q
        where q.client_id = c.client_id and q.predicted_on <= :today
        order by q.predicted_on desc
        limit 1) p on true
 cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object('indicator_key', i.indicator_key, 'severity', i.severity,
                                     'value', i.value, 'threshold', i.threshold) order by i.indicator_key), '[]') as signs
         from risk_indicators i
        where i.client_id = c.client_id and i.resolved_at is null) sign
 order by c.client_id
