select distinct i.client_id, i.indicator_key
  from risk_indicators i
 where i.client_id = any (:clientIds::text[]) and i.detected_at < (:until::date + 1)::timestamp at time zone 'UTC'
   and coalesce(i.resolved_at >= (:since::date + 1)::timestamp at time zone 'UTC', true)
 order by i.client_id, i.indicator_key
