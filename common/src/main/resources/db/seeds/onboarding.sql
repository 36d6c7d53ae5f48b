--liquibase formatted sql logicalFilePath:db/seeds/onboarding.sql

--changeset cs:seeds:certification_programs
-- Inactive until the deployment says which modules each level needs.
insert into certification_programs (level, program_version, name, passing_score_rate, validity_months, active)
values
    ('basic', 1, 'Certified User', 0.75, 12, false),
    ('intermediate', 1, 'Certified Practitioner', 0.80, 12, false),
    ('advanced', 1, 'Certified Administrator', 0.85, 12, false),
    ('expert', 1, 'Certified Expert', 0.90, 12, false)
on conflict do nothing;

--changeset cs:seeds:onboarding_automations splitStatements:false stripComments:false
-- One per trigger. The trigger holds the default thresholds; a plan's own are in onboarding_plan_automations.settings.
-- An action without a condition is done on each occurrence. milestone_name, milestone_due_date and next_milestone_name
-- are tokens of the occurrence, beside those of every email.
with automation (automation_id, trigger_type, name, trigger) as (values
    ('automation_01m8801200fvbsv7n9z4k2xcb2', 'onboarding_start', 'Welcome', '{"kickoff_within_days": 3}'),
    ('automation_01m8801200f6ybbtgq8vq8w7gr', 'milestone_due_soon', 'Milestone due soon', '{"reminder_days_before": 2}'),
    ('automation_01m8801200fcp83sh4mnq4gtcp', 'milestone_overdue', 'Milestone overdue', '{"milestone_overdue_days": 2}'),
    ('automation_01m8801200eef9e9hen00syvdy', 'milestone_completion', 'Milestone completed', '{}'),
    ('automation_01m8801200fensq3ghrwwy5bts', 'task_overdue', 'Task overdue', '{"task_overdue_days": 1}'),
    ('automation_01m8801200fqkbwbdhbvagpy9p', 'training_completion', 'Training completed', '{}'),
    ('automation_01m8801200f28tpfsshnsz6dm4', 'integration_success', 'Integration connected', '{}'),
    ('automation_01m8801200ejqs1d4tfry44ggk', 'usage_milestone_reached', 'Usage milestone reached', '{}'),
    ('automation_01m8801200fdjvf64xy7378x68', 'blocker_identified', 'Blocker', '{"blocker_escalation_hours": 4}'),
    ('automation_01m8801200fk5rzhcn1bbk71pq', 'no_progress', 'No progress', '{"no_progress_days": 5}'),
    ('automation_01m8801200eea8bxatyj9w88mb', 'first_value_achieved', 'First value', '{}'),
    ('automation_01m8801200fp09m0axhkhqb339', 'all_milestones_complete', 'Ready to complete', '{}'),
    ('automation_01m8801200ecpa7mpn1tccy221', 'onboarding_delayed', 'Onboarding delayed', '{}'),
    ('automation_01m8801200fbcas5qwy8x2tk6r', 'health_score_change', 'Health fell', '{}')
), email (trigger_type, subject_line, body_text) as (values
    ('onboarding_start', 'Welcome, {{company_name}}: your onboarding begins',
'Hello {{first_name|there}},

Welcome! Your onboarding plan is ready and starts now. It lists the steps from setting up your account to the first result that matters to you, each with a date and somebody who looks after it.

The next step is a short kickoff call. We will agree who takes part, confirm the goals, and settle the first dates. Please reply with two or three times that suit you.

I look forward to working with you.

{{csm_name|Your customer success team}}'),
    ('milestone_due_soon', 'Coming up: {{milestone_name}}',
'Hello {{first_name|there}},

The next milestone of your onboarding, "{{milestone_name}}", is due on {{milestone_due_date}}.

If everything is on its way, there is nothing to do. If something stands in the way, or the date no longer suits you, reply to this message and we will sort it out together.

{{csm_name|Your customer success team}}'),
    ('milestone_completion', 'Done: {{milestone_name}}',
'Hello {{first_name|there}},

"{{milestone_name}}" is complete. Thank you to everybody at {{company_name}} who worked on it.

Next on the plan: {{next_milestone_name|a last look at what you have reached}}. If you have questions before we go on, just reply to this message.

{{csm_name|Your customer success team}}'),
    ('first_value_achieved', 'A first result worth noting',
'Hello {{first_name|there}},

{{company_name}} has reached the first result that your onboarding was planned for. That is the point from which it pays off, and your team got there.

Let us build on it. Reply with one thing you would like to achieve next, and we will bring it into the plan.

{{csm_name|Your customer success team}}')
), alert (trigger_type, title, priority) as (values
    ('onboarding_start', 'Hold the kickoff within 3 days of the start', 'high'),
    ('milestone_overdue', 'Agree a new date for the overdue milestone', 'high'),
    ('task_overdue', 'Finish or reschedule the overdue task', 'medium'),
    ('training_completion', 'Congratulate the team on passing the training and plan its first use', 'low'),
    ('integration_success', 'Check the data of the newly connected integration with the customer', 'medium'),
    ('usage_milestone_reached', 'Tell the customer which usage milestone they have reached', 'low'),
    ('blocker_identified', 'Clear what blocks the milestone', 'high'),
    ('no_progress', 'Ask the customer what holds the onboarding up', 'high'),
    ('first_value_achieved', 'Record the first value with the customer and set the next goal', 'medium'),
    ('all_milestones_complete', 'Close the plan and send the satisfaction survey', 'medium'),
    ('onboarding_delayed', 'Reset the plan with the customer: it will end late', 'high'),
    ('health_score_change', 'Find out why health fell during onboarding', 'high')
), action (trigger_type, place, action) as (
    select trigger_type, 1, jsonb_build_object('type', 'send_email', 'template_type', 'onboarding',
        'subject_line', subject_line, 'body_text', body_text)
    from email
    union all
    select trigger_type, 2, jsonb_build_object('type', 'create_task', 'title', title,
        'priority', priority, 'due_in_days', 1)
    from alert
    union all
    select 'blocker_identified', 3, jsonb_build_object('type', 'open_escalation',
        'title', 'An onboarding milestone stays blocked', 'condition', 'blocker_escalation_hours')
)
insert into automations (automation_id, kind, name, trigger_type, trigger, actions, status, activated_at)
select automation_id, 'onboarding', name, trigger_type, trigger::jsonb, jsonb_agg(action order by place), 'active', now()
from automation join action using (trigger_type)
group by automation_id, name, trigger_type, trigger
on conflict do nothing;
