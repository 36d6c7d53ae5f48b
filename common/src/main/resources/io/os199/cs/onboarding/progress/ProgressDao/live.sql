-- All plans that were under way at the end of a day, as JSON. The index on the status leaves out the plans ended by
-- then only where the day is today; for a past day all of them are read. A client that has left is not being
-- onboarded, from the day on which it left until it comes back.
-- Parameters: asOf date; isPast boolean; tier, complexity text, may be null.
with p as materialized (
    select {{io.os199.cs.onboarding.progress.shown}}
      from onboarding_plans o
     where (o.status in ('active', 'on_hold')
            or (:isPast and (o.completed_on > :asOf or (o.status = 'cancelled' and o.cancelled_on > :asOf))))
       and (not :isPast or o.start_date <= :asOf)
       and exists (select from clients c
                    where c.client_id = o.client_id
                      and (c.status <> 'churned'
                           or (:isPast and exists (select from churn_events e
                                                    where e.client_id = c.client_id and e.churned_on > :asOf))))
       and (not :isPast
            or not exists (select from churn_events e
                            where e.client_id = o.client_id and e.churned_on <= :asOf
                              and not exists (select from lifecycle_transitions x
                                               where x.client_id = e.client_id and x.from_stage = 'churned'
                                                 and (x.changed_at at time zone 'UTC')::date between e.churned_on and :asOf
                                                 and (x.changed_at > e.created_at
                                                      or (x.changed_at at time zone 'UTC')::date > e.churned_on))))
       and (:tier::text is null or o.product_tier = :tier)
       and (:complexity::text is null or o.complexity = :complexity)
)
{{io.os199.cs.onboarding.progress.described}}
 order by each.client_id, each.plan_id
