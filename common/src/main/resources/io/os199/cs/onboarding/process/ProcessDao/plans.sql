-- The plans that ended in a period or in the one before, each with the factors that may go with its success.
-- Parameters: previousStart, periodStart, periodEnd date; tier, complexity text, may be null; measured text[].
with {{cohort}}
select p.client_id, p.is_current, p.status = 'completed' as is_completed,
       p.completed_on <= p.target_date as is_on_time, p.completed_on <= p.baseline_target_date as is_on_baseline,
       p.completed_on - p.start_date as duration_days, p.completed_on - p.target_date as overrun_days,
       exists (select from contacts k
                where k.client_id = p.client_id and k.role = 'executive_sponsor'
                  and k.created_at < (p.start_date + 15)::timestamp at time zone 'UTC') as has_sponsor,
       (select m.completed_on <= p.start_date + 7 from onboarding_milestones m
         where m.client_id = p.client_id and m.plan_id = p.plan_id and m.sequence = 1
           and m.status = 'completed') as had_early_kickoff,
       (select count(*) from touchpoints t
         where t.client_id = p.client_id and t.kind in ('meeting', 'call', 'review')
           and t.occurred_at >= p.start_date::timestamp at time zone 'UTC'
           and t.occurred_at < (p.completed_on + 1)::timestamp at time zone 'UTC')
           >= ceil((p.completed_on - p.start_date) / 14.0) as had_checkins,
       (select (select count(distinct t.contact_email) from training_completions t
                 where t.client_id = p.client_id and t.passed
                   and t.completed_at >= p.start_date::timestamp at time zone 'UTC'
                   and t.completed_at < (m.due_date + 1)::timestamp at time zone 'UTC') >= 0.5 * p.team_size
          from onboarding_milestones m
         where m.client_id = p.client_id and m.plan_id = p.plan_id and m.is_first_value
           and m.status <> 'skipped') as was_half_trained,
       exists (select from onboarding_plan_automations a
                where a.client_id = p.client_id and a.plan_id = p.plan_id
                  and (a.activated_at at time zone 'UTC')::date <= p.completed_on) as had_automations,
       p.success_criteria && :measured::text[] as has_measured_criteria
  from cohort p
 order by p.client_id, p.plan_id
