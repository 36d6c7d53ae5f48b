-- The newest occurrence for one client between two instants, and when the automation last ran for it.
-- Parameters besides those of the parts: automationId text.
with target as materialized (
    select c.client_id, c.created_at, c.contract_start_date
      from clients c
     where {{target}}
),
moment as (
    {{moments}}
)
select t.client_id, m.occurrence_key, m.at, m.value,
       (select max(r.triggered_at)
          from automation_runs r
         where r.client_id = t.client_id and r.automation_id = :automationId and r.status not like 'skipped%') as last_run_at,
       exists (select from automation_runs r
                where r.client_id = t.client_id and r.automation_id = :automationId
                  and r.occurrence_key = m.occurrence_key) as is_recorded
  from target t
  left join lateral (select o.occurrence_key, o.at, o.value
                       from moment o
                      where o.client_id = t.client_id and o.at >= :from::timestamptz and o.at <= :to::timestamptz
                      order by o.at desc, o.occurrence_key
                      limit 1) m on true
