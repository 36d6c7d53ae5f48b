cohort as materialized (
    select o.client_id, o.plan_id, o.status, o.team_size, o.start_date, o.target_date, o.baseline_target_date,
           o.completed_on, o.success_criteria,
           coalesce(o.completed_on, o.cancelled_on) >= :periodStart as is_current
      from onboarding_plans o
     where o.status in ('completed', 'cancelled')
       and coalesce(o.completed_on, o.cancelled_on) >= :previousStart
       and coalesce(o.completed_on, o.cancelled_on) < :periodEnd
       and (:tier::text is null or o.product_tier = :tier)
       and (:complexity::text is null or o.complexity = :complexity)
)
