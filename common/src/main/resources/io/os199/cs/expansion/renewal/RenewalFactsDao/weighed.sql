-- The facts with the amount that each renewal is about and the weight that it counts with. Left out are renewals that
-- a churn ended before their date, and losses of a client that left before it: their ARR has already gone.
-- Parameters: committedRate double, isOwnRate boolean: the weight of committed renewals, and whether it comes from the
-- own renewals of the deployment.
weighed as materialized (
    select f.*,
           case f.stage when 'renewed' then f.outcome_arr when 'lost' then 0.00
                        else coalesce(f.proposed_arr, f.current_arr) end as amount,
           case when f.stage = 'renewed' then 1 when f.stage = 'lost' then 0
                when f.is_certain then :committedRate else f.probability end as weight,
           case when f.stage in ('renewed', 'lost') then 'outcome'
                when f.is_certain and :isOwnRate then 'own_rate'
                when f.is_certain then 'usual_rate'
                when f.probability is null then 'unknown'
                else 'churn_model' end as weight_basis
      from (select f.*, f.stage = 'committed'
                        or f.stage not in ('renewed', 'lost') and f.auto_renew
                           and f.renewal_date - f.notice_period_days < :today as is_certain
              from facts f
             where f.lost_reason is distinct from 'client_churned'
               and not (f.stage = 'lost' and coalesce(f.terminated_on < f.renewal_date, false) and exists (
                   select from clients c
                    where c.client_id = f.client_id and (c.status = 'churned' or exists (
                          select from churn_events e
                           where e.client_id = c.client_id and e.churned_on >= least(f.closed_on, f.terminated_on)
                             and e.churned_on < f.renewal_date))))) f
)
