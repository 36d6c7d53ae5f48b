-- Tickets of some clients. A ticket is repeated when the client opens another in its category within 14 days.
with opened as materialized (
    select client_id, category, opened_at, resolved_at <= :cut as is_resolved,
           extract(epoch from resolved_at - opened_at) / 3600 as resolution_hours,
           coalesce(lead(opened_at) over (partition by client_id, category order by opened_at, ticket_id)
                    <= opened_at + interval '14 days', false) as is_repeated
      from tickets
     where client_id = any (:clientIds) and deleted_at is null
       and opened_at >= :start::timestamp at time zone 'UTC' and opened_at <= :cut
)
select jsonb_build_object(
           'ticket_count', (select count(*) from opened),
           'repeat_count', (select count(*) from opened where is_repeated),
           'median_resolution_hours', (
               select round((percentile_disc(0.5) within group (order by resolution_hours)
                             - percentile_disc(0.5) within group (order by -resolution_hours)) / 2, 2)
                 from opened where is_resolved),
           'weekdays', coalesce((
               select jsonb_agg(to_jsonb(w) order by w.weekday)
                 from (select extract(isodow from opened_at at time zone :zone)::int - 1 as weekday,
                              count(*) as ticket_count
                         from opened group by 1) w), '[]'),
           'categories', coalesce((
               select jsonb_agg(to_jsonb(c) order by c.ticket_count desc, c.category)
                 from (select category, count(*) as ticket_count, count(*) filter (where is_repeated) as repeat_count
                         from opened group by category) c), '[]')) as facts
