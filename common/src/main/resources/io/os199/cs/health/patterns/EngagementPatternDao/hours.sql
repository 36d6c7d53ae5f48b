-- Events by weekday (Monday is 0) and hour in a time zone.
select extract(isodow from hour_start at time zone :zone)::int - 1 as weekday,
       extract(hour from hour_start at time zone :zone)::int as hour, sum(event_count) as event_count
  from usage_hourly
 where client_id = any (:clientIds) and hour_start >= :start::timestamp at time zone 'UTC'
   and hour_start < (:day::date + 1)::timestamp at time zone 'UTC'
 group by 1, 2
 order by 1, 2
