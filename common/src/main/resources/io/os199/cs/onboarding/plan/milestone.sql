select m.sequence, m.milestone_key, m.name, m.status, m.week, m.planned_start_on, m.due_date, m.started_on,
               m.completed_on, m.estimated_hours, m.actual_hours, m.owner, m.depends_on,
               m.is_first_value as first_value, m.blocked_at, m.blocked_days, m.blocker_text,
               (select coalesce(json_agg(t order by t.task_no), '[]')
                  from (select k.task_no, k.title, k.status, k.owner, k.due_date, k.completed_on
                          from onboarding_tasks k
                         where k.client_id = m.client_id and k.plan_id = m.plan_id
                           and k.milestone_sequence = m.sequence) t) as tasks
          from onboarding_milestones m
         where m.client_id = p.client_id and m.plan_id = p.plan_id
