-- Queues the occurrences at all clients, skips pending runs whose reason is gone, and closes alerts whose condition
-- has ended: as done where the plan is under way, as dropped where it is over or the client has left. The alerts of a
-- plan on hold are left alone, and so, for now, is a task that another transaction has locked. The query uses "not
-- in", which hashes the occurrences, since the planner cannot know how many there are.
-- Parameters: clientId null, now, today, completed empty, firstValues.
with {{io.os199.cs.onboarding.automation.subscription}},
{{io.os199.cs.onboarding.automation.found}},
queued as (
    {{io.os199.cs.onboarding.automation.queued}}
    returning client_id
),
lapsed as (
    update automation_runs r
       set status = 'skipped_condition', updated_at = :now
      from automations t
     where t.automation_id = r.automation_id and t.kind = 'onboarding' and r.status = 'pending'
       and (r.client_id, r.automation_id, r.occurrence_key)
           not in (select o.client_id, o.automation_id, o.occurrence_key from occurrence o where o.is_on)
    returning r.client_id
),
ended as (
    select k.client_id, k.task_id,
           case when p.status = 'active' and c.status <> 'churned' then 'done' else 'dropped' end as status
      from tasks k
      join onboarding_plans p on p.client_id = k.client_id and p.plan_id = split_part(k.source_id, ' ', 1)
           and p.status <> 'on_hold'
      join clients c on c.client_id = k.client_id
      join automations t on t.kind = 'onboarding' and t.trigger_type = split_part(k.source_id, ' ', 2)
     where k.source = 'onboarding' and k.status = 'open'
       and (k.client_id, k.source_id) not in (select o.client_id, o.source_id from occurrence o where o.alerts)
       for update of k skip locked
),
closed as (
    update tasks k
       set status = e.status, done_at = :now, version = k.version + 1, updated_at = :now
      from ended e
     where k.client_id = e.client_id and k.task_id = e.task_id
    returning k.client_id, k.task_id
)
select (select count(*) from queued)::int as queued_count, (select count(*) from lapsed)::int as lapsed_count,
       (select coalesce(array_agg(distinct client_id), '{}') from closed) as closed_clients,
       (select coalesce(array_agg(task_id order by task_id), '{}') from closed) as closed_tasks
