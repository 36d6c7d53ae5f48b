-- Which of some clients were live on the days that training learns from, and whether they left in the days after.
-- Parameters: clientIds text[]; trainedOn date; windows int, windowDays int.
-- Returns one row per client and day: the days are windowDays apart and end windowDays before trainedOn, so that no
-- two windows overlap and one churn makes one row. Clients that began less than 30 days before the day are left out.
select c.client_id, w.t as day, w.number as "window",
       exists (select from churn_events e
                where e.client_id = c.client_id and e.churned_on > w.t and e.churned_on <= w.t + :windowDays) as churned
  from clients c
 cross join lateral (
       select coalesce((select min(k.start_date) from contracts k where k.client_id = c.client_id and k.status <> 'draft'),
              c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
 cross join (select number, :trainedOn::date - :windowDays * number as t from generate_series(1, :windows) number) w
 where c.client_id = any (:clientIds)
   and began.started_on <= w.t - 30
   and not exists (select from churn_events e
                    where e.client_id = c.client_id and e.churned_on <= w.t
                      and not exists (select from lifecycle_transitions l
                                       where l.client_id = e.client_id and l.from_stage = 'churned'
                                         and (l.changed_at at time zone 'UTC')::date >= e.churned_on
                                         and (l.changed_at > e.created_at or (l.changed_at at time zone 'UTC')::date > e.churned_on)
                                         and (l.changed_at at time zone 'UTC')::date <= w.t))
 order by c.client_id, w.t
