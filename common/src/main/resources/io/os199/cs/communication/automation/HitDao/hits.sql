-- The occurrences between two instants for which the automation has no run yet, each once, with the time of its last
-- run for the client.
-- Parameters besides those of the parts: automationId text.
with target as materialized (
    select c.client_id, c.created_at, c.contract_start_date
      from clients c
     where {{target}}
),
moment as (
    {{moments}}
)
select distinct on (m.client_id, m.occurrence_key) m.client_id, m.occurrence_key, m.at, m.value,
       (select max(r.triggered_at)
          from automation_runs r
         where r.client_id = m.client_id and r.automation_id = :automationId and r.status not like 'skipped%') as last_run_at
  from moment m
 where m.at >= :from::timestamptz and m.at <= :to::timestamptz
   and not exists (select from automation_runs r
                    where r.client_id = m.client_id and r.automation_id = :automationId
                      and r.occurrence_key = m.occurrence_key)
 order by m.client_id, m.occurrence_key, m.at
