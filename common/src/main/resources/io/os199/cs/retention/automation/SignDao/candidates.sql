with watched as (
    select c.*
      from clients c
     where {{target}}
),
{{signs}},
shown as (
    select l.client_id, l.value, w.condition_since,
           to_char(w.condition_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurrence_key,
           w.condition_since as at
      from lasting l
      left join automation_watches w on w.client_id = l.client_id and w.automation_id = :automationId
           and w.evaluated_at >= (select coalesce(a.activated_at, '-infinity') from automations a
                                   where a.automation_id = :automationId)
     where l.shows
    union all
    select e.client_id, e.value, null, e.occurrence_key, e.at
      from event e
),
known as (
    select s.*, exists (select from automation_runs r
                         where r.client_id = s.client_id and r.automation_id = :automationId
                           and r.occurrence_key = s.occurrence_key) as is_done
      from shown s
),
-- One sign per client: the first that nothing was done about, else the first.
one as (
    select distinct on (k.client_id) k.*
      from known k
     order by k.client_id, k.is_done, k.at, k.occurrence_key
)
select o.client_id, c.client_name, c.arr_amount, c.csm, o.value, o.condition_since, o.occurrence_key, o.is_done,
       (select max(r.triggered_at) from automation_runs r
         where r.client_id = o.client_id and r.automation_id = :automationId) as last_run_at,
       (select k.campaign_id from campaigns k
         where k.client_id = o.client_id and k.kind = :kind and k.status = 'active') as active_campaign_id
  from one o
  join client c using (client_id)
 order by c.arr_amount desc, o.client_id
