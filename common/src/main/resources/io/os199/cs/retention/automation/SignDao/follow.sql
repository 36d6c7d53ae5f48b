with watched as (
    select c.*
      from clients c
     where {{target}}
),
{{signs}},
-- A client that has not been evaluated since the rule was activated may have been well in the meantime: a sign that
-- shows now is new.
rule as (
    select coalesce(a.activated_at, '-infinity') as since from automations a where a.automation_id = :automationId
),
over as (
    delete from automation_watches w
     using rule
     where w.automation_id = :automationId
       and not exists (select from lasting l where l.client_id = w.client_id and l.shows)
       and (w.evaluated_at < rule.since
            or not exists (select from watched c where c.client_id = w.client_id)
            or exists (select from lasting l where l.client_id = w.client_id and l.is_over))
)
insert into automation_watches as known (client_id, automation_id, condition_since, value, evaluated_at)
select l.client_id, :automationId, :now, l.value, :now
  from lasting l
 where l.shows
 order by l.client_id
on conflict (client_id, automation_id) do update
   set value = excluded.value, evaluated_at = excluded.evaluated_at,
       condition_since = case when known.evaluated_at < (select since from rule) then excluded.condition_since
                              else known.condition_since end
