-- The milestones of a plan in their order, each as JSON.
--
-- Parameters: clientId, planId text.
select row_to_json(each)::text
  from (values (:clientId::text, :planId::text)) as p (client_id, plan_id)
 cross join lateral (
        {{io.os199.cs.onboarding.plan.milestone}}
       ) each
 order by each.sequence
