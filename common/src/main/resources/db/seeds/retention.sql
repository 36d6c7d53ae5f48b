--liquibase formatted sql logicalFilePath:db/seeds/retention.sql

--changeset cs:seeds:scoring_models_churn_1
-- The churn model before anything was learned here. Every number of its statement is read from here:
--   intercept, weight   of the log-odds; z = (value - centre) / scale, within plus or minus clip where there is one
--   thresholds          lower bounds of the probability of a risk level; minimum_coverage to publish one at all
insert into scoring_models (model_id, model_version, kind, name, stage, calibration, status, weights, thresholds)
values (
    'churn', 1, 'churn', 'churn', 'expert_prior', 'none', 'active',
    '{
        "feature_set": "features-1",
        "intercept": -4.00,
        "features": {
            "usage_score": {"centre": 65, "scale": 20, "weight": -0.30, "clip": 3},
            "engagement_score": {"centre": 60, "scale": 20, "weight": -0.20, "clip": 3},
            "support_score": {"centre": 75, "scale": 20, "weight": -0.10, "clip": 3},
            "satisfaction_score": {"centre": 70, "scale": 20, "weight": -0.25, "clip": 3},
            "usage_trend_log": {"centre": 0, "scale": 0.35, "weight": -0.35, "clip": 3},
            "seat_utilization_rate": {"centre": 0.65, "scale": 0.25, "weight": -0.25, "clip": 3},
            "tenure_log": {"centre": 0.90, "scale": 0.50, "weight": -0.20, "clip": 3},
            "renewal_in_horizon": {"centre": 0.25, "scale": 0.43, "weight": 0.80},
            "auto_renew": {"centre": 0.50, "scale": 0.50, "weight": -0.15},
            "urgent_tickets_log": {"centre": 0.35, "scale": 0.55, "weight": 0.10, "clip": 3},
            "aged_tickets_log": {"centre": 0.35, "scale": 0.60, "weight": 0.10, "clip": 3},
            "escalation_load_log": {"centre": 0.20, "scale": 0.50, "weight": 0.20, "clip": 3},
            "payment_state": {"centre": 0.08, "scale": 0.22, "weight": 0.20},
            "champion_left": {"centre": 0.05, "scale": 0.22, "weight": 0.20},
            "contraction_12m": {"centre": 0.08, "scale": 0.27, "weight": 0.10}
        }
    }'::jsonb,
    '{
        "minimum_coverage": 0.65,
        "risk_levels": {"critical": 0.50, "high": 0.25, "medium": 0.10, "low": 0}
    }'::jsonb
)
on conflict do nothing;

--changeset cs:seeds:playbooks splitStatements:false stripComments:false
-- The steps of a playbook in its order; a step is in the plan from its level on, offset_days are business days.
-- What is written to a customer holds for every customer: the rest a person adds, or says in the call it asks for.
with playbook (playbook_key, name, kind, goal) as (values
    ('proactive_outreach', 'Proactive outreach', 'retention',
        'Hear how things stand before anything goes wrong, and agree what to improve.'),
    ('value_reinforcement', 'Value reinforcement', 'retention',
        'Show what was achieved against the goals, and set the next ones.'),
    ('success_planning', 'Success planning', 'retention',
        'Agree goals, owners and dates for the coming quarter, and follow them up.'),
    ('executive_outreach', 'Executive outreach', 'retention',
        'Renew the commitment of the decision-makers on both sides.'),
    ('adoption_recovery', 'Adoption recovery', 'adoption',
        'Bring use back to at least its level before the decline.'),
    ('service_recovery', 'Service recovery', 'retention',
        'Solve what went wrong, explain it, and win back trust.'),
    ('champion_change', 'Champion change', 'retention',
        'Win a new champion before the old one is missed.'),
    ('payment_recovery', 'Payment recovery', 'retention',
        'Agree a date for the open invoices without harm to the relationship.'),
    ('renewal_save', 'Renewal save', 'renewal',
        'Secure the renewal with the decision-maker before the notice period begins.'),
    ('winback', 'Win-back', 'winback',
        'Understand why the customer left, and make an offer that answers it.')
), email (playbook_key, title, subject, body_text) as (values
    ('proactive_outreach', 'Written recap', 'How we go on from here',
'Hello {{first_name|there}},

Thank you for the time you and your team give us. After a check-in I like to put the essentials in writing, so that nothing depends on memory.

Please reply with the one or two things that matter most to {{company_name}} at the moment. I will answer with what we do about each, who does it, and by when.

Kind regards
{{csm_name|Your customer success team}}'),
    ('value_reinforcement', 'Recap with evidence', 'What {{company_name}} has achieved',
'Hello {{first_name|there}},

Active users at {{company_name}} in the last 30 days: {{active_users_30d}}. Behind that number are the outcomes that we look at in our value review: what you set out to reach, what you have reached, and what is still open.

If a goal has changed since we wrote it down, please tell me in a reply. The success plan should follow what you need today, not what we agreed once.

Kind regards
{{csm_name|Your customer success team}}'),
    ('executive_outreach', 'Sponsor follow-up', 'Following up with {{company_name}}',
'Hello {{first_name|there}},

Our leadership team takes a personal interest in how {{company_name}} gets on. I am following up on the joint action plan, so that the commitments on our side are visible to you.

Please tell me whether each of them is moving as you expect. Where one is not, I will bring it to the right person here and come back to you with a date.

Kind regards
{{csm_name|Your customer success team}}'),
    ('service_recovery', 'Root-cause summary', 'What went wrong, and what we change',
'Hello {{first_name|there}},

You had trouble with our service, and I am sorry for the time and the nerves that it cost you.

You are owed a plain account: what caused it, what we have changed, and how we keep it from happening again. I would like to go through that account with you and hear whether it answers your questions. Please reply with a time that suits you, or ask for it in writing.

Kind regards
{{csm_name|Your customer success team}}'),
    ('champion_change', 'Executive introduction', 'An introduction, and an offer to help',
'Hello {{first_name|there}},

When responsibilities change, good work is easily lost. I look after {{company_name}} on our side, and I would like to make the handover easy for you.

In half an hour I can show you what your team uses, what was planned, and where you can get help. Who else at {{company_name}} should be there? Please reply with two or three times that suit you.

Kind regards
{{csm_name|Your customer success team}}'),
    ('renewal_save', 'Value evidence', 'Before your renewal: what you got from us',
'Hello {{first_name|there}},

The current term of {{company_name}} comes to its end ({{renewal_date|the date is in your contract}}), so this is a good time to look at what you got for it. Active users in the last 30 days: {{active_users_30d}}.

I would like to go through the results with you, hear what fell short, and talk about what the next term should look like. Please reply with a time that suits you.

Kind regards
{{csm_name|Your customer success team}}'),
    ('winback', 'Offer', 'If you would like to give us another look',
'Hello {{first_name|there}},

Some time has passed since {{company_name}} left us. We have gone through your reasons with care, because they tell us where we have to get better.

If the need is still there, I would like to show you what has changed, and make you an offer that answers those reasons. If it is not, I would be grateful for a short reply, and will not trouble you further.

Kind regards
{{csm_name|Your customer success team}}')
), step (playbook_key, place, level, title, channel, offset_days) as (values
    ('proactive_outreach', 1, 'light', 'Account brief', 'task', 1),
    ('proactive_outreach', 2, 'light', 'Check-in call', 'call', 3),
    ('proactive_outreach', 3, 'light', 'Written recap', 'email', 5),
    ('proactive_outreach', 4, 'aggressive', 'Executive sponsor call', 'meeting', 10),
    ('proactive_outreach', 5, 'standard', 'Follow-up call', 'call', 15),
    ('value_reinforcement', 1, 'light', 'Collect outcomes against goals', 'task', 3),
    ('value_reinforcement', 2, 'light', 'Value review', 'meeting', 7),
    ('value_reinforcement', 3, 'light', 'Recap with evidence', 'email', 9),
    ('value_reinforcement', 4, 'standard', 'Success-plan update', 'task', 14),
    ('value_reinforcement', 5, 'aggressive', 'Executive value review', 'meeting', 14),
    ('success_planning', 1, 'light', 'Success-plan workshop', 'meeting', 5),
    ('success_planning', 2, 'light', 'Goals and owners agreed', 'task', 7),
    ('success_planning', 3, 'aggressive', 'Sponsor sign-off', 'meeting', 10),
    ('success_planning', 4, 'standard', 'First checkpoint', 'call', 20),
    ('success_planning', 5, 'standard', 'Second checkpoint', 'call', 40),
    ('executive_outreach', 1, 'light', 'Brief for the executive', 'task', 1),
    ('executive_outreach', 2, 'light', 'Executive call', 'call', 2),
    ('executive_outreach', 3, 'standard', 'Joint action plan', 'task', 7),
    ('executive_outreach', 4, 'aggressive', 'Sponsor meeting', 'meeting', 10),
    ('executive_outreach', 5, 'standard', 'Sponsor follow-up', 'email', 14),
    ('adoption_recovery', 1, 'light', 'Usage gap by feature and team', 'task', 2),
    ('adoption_recovery', 2, 'light', 'Re-enablement session', 'training', 7),
    ('adoption_recovery', 3, 'standard', 'Admin working session', 'meeting', 10),
    ('adoption_recovery', 4, 'aggressive', 'Adoption day', 'meeting', 14),
    ('adoption_recovery', 5, 'standard', 'Usage against baseline', 'task', 20),
    ('service_recovery', 1, 'light', 'Name one owner', 'task', 1),
    ('service_recovery', 2, 'light', 'Plan call with the customer', 'call', 1),
    ('service_recovery', 3, 'aggressive', 'Executive apology call', 'call', 2),
    ('service_recovery', 4, 'standard', 'Root-cause summary', 'email', 5),
    ('service_recovery', 5, 'standard', 'Recovery check', 'call', 10),
    ('champion_change', 1, 'light', 'Stakeholder map', 'task', 2),
    ('champion_change', 2, 'aggressive', 'Sponsor-to-sponsor call', 'call', 5),
    ('champion_change', 3, 'standard', 'Executive introduction', 'email', 5),
    ('champion_change', 4, 'light', 'Meeting with the successor', 'meeting', 8),
    ('champion_change', 5, 'standard', 'New-champion onboarding', 'training', 14),
    ('payment_recovery', 1, 'light', 'Invoice facts from finance', 'task', 1),
    ('payment_recovery', 2, 'light', 'Call the billing contact', 'call', 2),
    ('payment_recovery', 3, 'standard', 'Payment plan', 'task', 5),
    ('payment_recovery', 4, 'aggressive', 'Sponsor call', 'call', 5),
    ('renewal_save', 1, 'light', 'Brief from negotiate_renewals', 'task', 1),
    ('renewal_save', 2, 'light', 'Decision-maker call', 'call', 3),
    ('renewal_save', 3, 'standard', 'Value evidence', 'email', 5),
    ('renewal_save', 4, 'aggressive', 'Executive meeting', 'meeting', 5),
    ('renewal_save', 5, 'standard', 'Proposal', 'task', 10),
    ('winback', 1, 'light', 'Exit reasons reviewed', 'task', 3),
    ('winback', 2, 'light', 'Win-back call', 'call', 10),
    ('winback', 3, 'standard', 'Offer', 'email', 20),
    ('winback', 4, 'standard', 'Last check', 'call', 60)
)
insert into playbooks (playbook_key, playbook_version, name, kind, goal, active, steps)
select playbook_key, 1, name, kind, goal, true,
    jsonb_agg(
        jsonb_strip_nulls(jsonb_build_object('level', level, 'title', title, 'channel', channel,
            'offset_days', offset_days, 'subject', subject, 'body_text', body_text))
        order by place)
from playbook join step using (playbook_key) left join email using (playbook_key, title)
group by playbook_key, name, kind, goal
on conflict do nothing;
