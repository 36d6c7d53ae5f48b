-- The automations of active plans. An automation that is off, or was switched off, has its row too: what it opened is
-- still watched.
subscription as materialized (
    select a.client_id, a.plan_id, a.automation_id, t.trigger_type, t.trigger, a.active and t.status = 'active' as is_on,
           a.settings, coalesce((a.settings ->> 'email_customer')::boolean, false) as emails, p.start_date, p.resumed_at,
           greatest(a.activated_at, p.resumed_at) as since,
           (greatest(a.activated_at, p.resumed_at) at time zone 'UTC')::date as since_day
      from onboarding_plans p
      join clients c on c.client_id = p.client_id and c.status <> 'churned'
      join onboarding_plan_automations a on a.client_id = p.client_id and a.plan_id = p.plan_id
      join automations t on t.automation_id = a.automation_id and t.kind = 'onboarding'
     where p.status = 'active' and (:clientId::text is null or p.client_id = :clientId)
)
