-- Queues what happened at all clients, lets go what waited for a reason that is gone, and closes alerts whose condition has ended: of a plan under way as
-- done, of one that is over as dropped. A plan on hold is let be.
--
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
       and not exists (select from occurrence o
                        where o.client_id = r.client_id and o.automation_id = r.automation_id
                          and o.occurrence_key = r.occurrence_key and o.is_on)
    returning r.client_id
),
closed as (
    update tasks k
       set status = case when p.status = 'active' and c.status <> 'churned' then 'done' else 'dropped' end, done_at = :now,
           version = k.version + 1, updated_at = :now
      from onboarding_plans p, clients c, automations t
     where k.source = 'onboarding' and k.status = 'open' and p.client_id = k.client_id
       and p.plan_id = split_part(k.source_id, ' ', 1) and p.status <> 'on_hold' and c.client_id = k.client_id
       and t.kind = 'onboarding' and t.trigger_type = split_part(k.source_id, ' ', 2)
       and not exists (select from occurrence o where o.client_id = k.client_id and o.source_id = k.source_id and o.alerts)
    returning k.client_id, k.task_id
)
select (select count(*) from queued)::int as queued_count, (select count(*) from lapsed)::int as lapsed_count,
       (select coalesce(array_agg(distinct client_id), '{}') from closed) as closed_clients,
       (select coalesce(array_agg(task_id order by task_id), '{}') from closed) as closed_tasks
