-- One plan of a client as JSON: the one with the given id, or without an id the live one, else the newest.
-- Parameters: clientId text; planId text, may be null; asOf date.
with p as materialized (
    select {{io.os199.cs.onboarding.progress.shown}}
      from onboarding_plans o
     where o.client_id = :clientId and (:planId::text is null or o.plan_id = :planId)
     order by o.status in ('active', 'on_hold') desc, o.created_at desc, o.plan_id desc
     limit 1
)
{{io.os199.cs.onboarding.progress.described}}
