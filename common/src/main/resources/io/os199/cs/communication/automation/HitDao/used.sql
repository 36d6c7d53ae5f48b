-- What a client c used in the 28 full days before d.today, and in the 28 before those. Parameter: metric text.
select coalesce(case :metric when 'active_users' then count(distinct v.user_key) filter (where v.day >= d.today - 28)
                             when 'events' then sum(v.event_count) filter (where v.day >= d.today - 28)
                             else sum(v.minutes) filter (where v.day >= d.today - 28) end, 0)::numeric as recent,
       coalesce(case :metric when 'active_users' then count(distinct v.user_key) filter (where v.day < d.today - 28)
                             when 'events' then sum(v.event_count) filter (where v.day < d.today - 28)
                             else sum(v.minutes) filter (where v.day < d.today - 28) end, 0)::numeric as before
  from usage_daily_users v
 where v.client_id = c.client_id and v.day >= d.today - 56 and v.day < d.today
