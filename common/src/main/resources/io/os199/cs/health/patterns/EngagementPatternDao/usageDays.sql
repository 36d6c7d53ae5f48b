-- Events and users of each client on each day of a range.
with totals as (
    select client_id, day, sum(event_count) as events, count(*) as users
      from usage_daily_users
     where client_id = any (:clientIds) and day between :from and :newest
     group by client_id, day
)
select c.client_id, c.name as client_name, :newest::date as newest,
       (select min(u.day) from usage_daily_users u where u.client_id = c.client_id) as first_day,
       array_agg(coalesce(t.events, 0)::bigint order by d.day) as event_counts,
       array_agg(coalesce(t.users, 0)::bigint order by d.day) as active_user_counts
  from clients c
 cross join (select at::date as day
               from generate_series(:from::timestamp, :newest::timestamp, interval '1 day') as at) d
  left join totals t on t.client_id = c.client_id and t.day = d.day
 where c.client_id = any (:clientIds)
 group by c.client_id, c.name
 order by c.client_id
