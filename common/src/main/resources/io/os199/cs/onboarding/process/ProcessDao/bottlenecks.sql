-- What delayed the completed plans of the period: how late a milestone was beyond the delay passed on by the
-- milestones it depends on.
-- Parameters: as in plans.sql.
with {{cohort}},
late as (
    select coalesce(m.milestone_key, m.name) as milestone, m.blocked_days,
           greatest(0, m.completed_on - m.due_date - greatest(0, coalesce((
               select max(d.completed_on - d.due_date)
                 from onboarding_milestones d
                where d.client_id = m.client_id and d.plan_id = m.plan_id and d.status = 'completed'
                  and d.sequence = any (m.depends_on)), 0))) as own_delay_days
      from cohort p
      join onboarding_milestones m on m.client_id = p.client_id and m.plan_id = p.plan_id and m.status = 'completed'
     where p.is_current and p.status = 'completed'
)
select milestone, count(*)::int as plan_count, (count(*) filter (where own_delay_days > 0))::int as late_count,
       percentile_cont(0.5) within group (order by own_delay_days) as median_own_delay_days,
       sum(own_delay_days)::int as total_own_delay_days,
       (count(*) filter (where blocked_days > 0))::int as blocked_count,
       percentile_cont(0.5) within group (order by blocked_days) filter (where blocked_days > 0) as median_blocked_days
  from late
 group by milestone
 order by total_own_delay_days desc, milestone
 limit 20
