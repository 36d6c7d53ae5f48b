-- What each trigger finds, one part per trigger: which occurrence it is (its key, which follows the plan), since when
-- it is due, whether it fires now, whether its alert stands, which milestone it is about and what else is said of it.
-- A row that does not fire means that an earlier alert or run still has its reason.
-- Parameters: now timestamptz, today date; completed int[], the milestones that this very write completed; firstValues
-- jsonb.
found as (
    select s.*, null::text as key, :now::timestamptz as due_at, true as fires, false as escalates,
           not exists (select from touchpoints t
                        where t.client_id = s.client_id and t.kind = 'meeting'
                          and t.occurred_at >= (s.start_date - 7)::timestamp at time zone 'UTC')
           and not exists (select from onboarding_milestones m
                            where m.client_id = s.client_id and m.plan_id = s.plan_id and m.sequence = 1
                              and m.status in ('completed', 'skipped'))
           as alerts, null::int as sequence,
           'by ' || to_char(s.start_date + (s.trigger ->> 'kickoff_within_days')::int, 'YYYY-MM-DD') as about
      from subscription s
     where s.trigger_type = 'onboarding_start'
    union all
    select s.*, m.sequence || ' ' || to_char(m.due_date, 'YYYY-MM-DD'),
           greatest((m.due_date - before.days)::timestamp at time zone 'UTC', s.since),
           s.emails and m.due_date - before.days >= s.since_day, false, false, m.sequence, null
      from subscription s
      join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id
           and m.status not in ('completed', 'skipped')
     cross join lateral (select (s.settings ->> 'reminder_days_before')::int as days) before
     where s.trigger_type = 'milestone_due_soon' and m.due_date - before.days <= :today::date and m.due_date >= :today::date
    union all
    select s.*, m.sequence || ' ' || to_char(m.due_date, 'YYYY-MM-DD'),
           (m.due_date + (s.settings ->> 'milestone_overdue_days')::int)::timestamp at time zone 'UTC', true, false, true,
           m.sequence, 'milestone ' || m.sequence
      from subscription s
      join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id
           and m.status not in ('completed', 'skipped')
     where s.trigger_type = 'milestone_overdue'
       and :today::date - m.due_date >= (s.settings ->> 'milestone_overdue_days')::int
    union all
    select s.*, m.sequence || ' ' || to_char(m.completed_on, 'YYYY-MM-DD'), :now::timestamptz,
           s.emails and m.sequence = any (:completed::int[]), false, false, m.sequence, null
      from subscription s
      join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id and m.status = 'completed'
     where s.trigger_type = 'milestone_completion'
    union all
    select s.*, m.sequence || ' ' || k.task_no || ' ' || to_char(k.due_date, 'YYYY-MM-DD'),
           (k.due_date + (s.settings ->> 'task_overdue_days')::int)::timestamp at time zone 'UTC', true, false, true,
           m.sequence, 'task ' || m.sequence || '.' || k.task_no
      from subscription s
      join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id
           and m.status not in ('completed', 'skipped')
      join onboarding_tasks k on k.client_id = m.client_id and k.plan_id = m.plan_id
           and k.milestone_sequence = m.sequence and k.status in ('todo', 'in_progress')
     where s.trigger_type = 'task_overdue' and :today::date - k.due_date >= (s.settings ->> 'task_overdue_days')::int
    union all
    select s.*, t.session_id, t.passed_at, t.passed_at >= s.since, false, true, null, t.name
      from subscription s
     cross join lateral (
           select n.session_id, d.name, max(pass.passed_at) as passed_at
             from training_sessions n
             join training_modules d on d.module_id = n.module_id
             join training_attendance a on a.client_id = n.client_id and a.session_id = n.session_id
             left join lateral (select min(k.created_at) as passed_at
                                  from training_completions k
                                 where k.client_id = n.client_id and k.module_id = n.module_id
                                   and k.contact_email = a.contact_email and k.passed and k.created_at >= n.created_at
                               ) pass on true
            where n.client_id = s.client_id and n.status <> 'cancelled'
              and n.scheduled_at >= s.start_date::timestamp at time zone 'UTC'
            group by n.session_id, d.name
           having bool_and(pass.passed_at is not null)) t
     where s.trigger_type = 'training_completion'
    union all
    select s.*, f.key, f.used_on::timestamp at time zone 'UTC', f.used_on >= s.since_day, false, true, null, f.name
      from subscription s
     cross join lateral (
           select f.key, f.name, min(u.first_used_on) as used_on
             from features f
             join usage_user_features u on u.client_id = s.client_id and u.feature_key = f.key
            where f.category = 'integration'
            group by f.key, f.name
           having min(u.first_used_on) >= s.start_date) f
     where s.trigger_type = 'integration_success'
    union all
    select s.*, m.framework || ' ' || m.milestone_key, m.recorded_at, m.recorded_at >= s.since, false, true, null,
           replace(m.milestone_key, '_', ' ')
      from subscription s
      join adoption_milestones m on m.client_id = s.client_id and m.achieved_on >= s.start_date
     where s.trigger_type = 'usage_milestone_reached'
    union all
    select s.*, m.sequence || ' ' || to_char(m.blocked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || step.suffix,
           step.due_at, true, step.escalates, not step.escalates, m.sequence, 'milestone ' || m.sequence
      from subscription s
      join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id and m.status = 'blocked'
     cross join lateral (
           values ('', m.blocked_at, false),
                  (' escalated', greatest(m.blocked_at, s.resumed_at)
                       + make_interval(hours => (s.settings ->> 'blocker_escalation_hours')::int), true)
           ) step (suffix, due_at, escalates)
     where s.trigger_type = 'blocker_identified' and step.due_at <= :now::timestamptz
    union all
    select s.*, to_char(last.progress_on, 'YYYY-MM-DD'),
           (last.progress_on + (s.settings ->> 'no_progress_days')::int)::timestamp at time zone 'UTC', true, false, true, null,
           'since ' || to_char(last.progress_on, 'YYYY-MM-DD')
      from subscription s
     cross join lateral (select bool_or(m.status not in ('completed', 'skipped')) as is_open, max(m.completed_on) as completed_on
                           from onboarding_milestones m where m.client_id = s.client_id and m.plan_id = s.plan_id) done
     cross join lateral (select max(k.completed_on) as completed_on
                           from onboarding_tasks k where k.client_id = s.client_id and k.plan_id = s.plan_id) task
     cross join lateral (select greatest(s.start_date, (s.resumed_at at time zone 'UTC')::date, done.completed_on,
                                         task.completed_on) as progress_on) last
     where s.trigger_type = 'no_progress' and done.is_open
       and :today::date - last.progress_on >= (s.settings ->> 'no_progress_days')::int
    union all
    select s.*, null, least(:now::timestamptz, case when v.plan_id is null
                                                    then (v.first_value_on + 1)::timestamp at time zone 'UTC' end),
           case when v.plan_id is null then v.first_value_on >= s.since_day
                else coalesce(m.sequence = any (:completed::int[]), false) end, false, true, m.sequence, null
      from subscription s
      join jsonb_to_recordset(:firstValues::jsonb) v (client_id text, plan_id text, first_value_on date)
           on v.client_id = s.client_id and (v.plan_id is null or v.plan_id = s.plan_id) and v.first_value_on is not null
      left join onboarding_milestones m on m.client_id = s.client_id and m.plan_id = s.plan_id and m.is_first_value
     where s.trigger_type = 'first_value_achieved'
    union all
    select s.*, null, :now::timestamptz, true, false, true, null, null
      from subscription s
     where s.trigger_type = 'all_milestones_complete'
       and (select bool_and(m.status in ('completed', 'skipped')) from onboarding_milestones m where m.client_id = s.client_id and m.plan_id = s.plan_id)
    union all
    select s.*, to_char(w.condition_since at time zone 'UTC', 'YYYY-MM-DD'), w.condition_since, true, false, true, null, null
      from subscription s
      join automation_watches w on w.client_id = s.client_id and w.automation_id = s.automation_id
     where s.trigger_type = 'onboarding_delayed'
    union all
    select s.*, to_char(h.score_date, 'YYYY-MM-DD'), h.computed_at, h.computed_at >= s.since, false, true, null,
           'from ' || replace(h.band_before, '_', ' ') || ' to ' || replace(h.band, '_', ' ')
      from subscription s
     cross join lateral (
           select h.score_date, h.computed_at, h.band, lag(h.band) over each as band_before,
                  first_value(h.band) over (partition by h.model_id, h.model_version order by h.score_date desc) as band_now
             from health_scores h
             join scoring_models m on m.model_id = h.model_id and m.model_version = h.model_version
            where h.client_id = s.client_id and m.kind = 'health' and m.status = 'active' and h.band is not null
              and h.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
              and h.score_date >= s.start_date - 31
           window each as (partition by h.model_id, h.model_version order by h.score_date)) h
     cross join (select array['healthy', 'watch', 'at_risk', 'critical'] as worse) bands
     where s.trigger_type = 'health_score_change' and h.score_date >= s.start_date
       and array_position(worse, h.band) > array_position(worse, h.band_before)
       and array_position(worse, h.band_now) > array_position(worse, h.band_before)
),
occurrence as materialized (
    select f.*, f.plan_id || coalesce(' ' || f.key, '') as occurrence_key,
           concat_ws(' ', f.plan_id, f.trigger_type, f.key) as source_id
      from found f
)
