with watched as (
    select c.*
      from clients c
     where {{target}}
),
{{signs}},
over as (
    delete from automation_watches w
     using lasting l
     where w.client_id = l.client_id and w.automation_id = :automationId and l.is_over
)
insert into automation_watches as known (client_id, automation_id, condition_since, value, evaluated_at)
select l.client_id, :automationId, :now, l.value, :now
  from lasting l
 where l.shows
 order by l.client_id
on conflict (client_id, automation_id) do update set value = excluded.value, evaluated_at = excluded.evaluated_at
