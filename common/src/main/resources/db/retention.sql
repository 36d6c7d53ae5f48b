--liquibase formatted sql logicalFilePath:db/retention.sql

--changeset cs:retention:touchpoints
create table touchpoints (
    client_id text not null,
    occurred_at timestamptz not null,
    touchpoint_id text not null,
    kind text not null,
    direction text not null,
    subject text,
    note_text text,
    actor text,
    contact_id text,
    answered_at timestamptz,
    source_ref text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint touchpoints_pkey primary key (client_id, occurred_at, touchpoint_id),
    constraint touchpoints_occurred_at_kind_direction_key unique (client_id, occurred_at, kind, direction),
    constraint touchpoints_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint touchpoints_contact_id_fkey foreign key (client_id, contact_id) references contacts (client_id,
        contact_id),
    constraint touchpoints_kind_check check (kind in ('email', 'call', 'meeting', 'chat', 'training', 'review')),
    constraint touchpoints_direction_check check (direction in ('inbound', 'outbound'))
);
create unique index touchpoints_source_ref_key on touchpoints (client_id, source_ref) where source_ref is not null;
create index touchpoints_answered_at_idx on touchpoints (client_id, answered_at) where direction = 'outbound';
create index touchpoints_contact_id_idx on touchpoints (client_id, contact_id);

--changeset cs:retention:playbooks
-- steps is an array of {level, title, channel, offset_days, subject, body_text}.
create table playbooks (
    playbook_key text not null,
    playbook_version int not null,
    name text not null,
    kind text not null,
    goal text not null,
    steps jsonb not null,
    active boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint playbooks_pkey primary key (playbook_key, playbook_version),
    constraint playbooks_playbook_version_check check (playbook_version >= 0),
    constraint playbooks_kind_check check (kind in ('retention', 'renewal', 'adoption', 'winback'))
);
create unique index playbooks_active_key on playbooks (playbook_key) where active;

--changeset cs:retention:campaigns
-- The playbook is the campaign's type.
create table campaigns (
    client_id text not null,
    campaign_id text not null,
    kind text not null,
    playbook_key text not null,
    playbook_version int not null,
    intervention_level text not null,
    status text not null default 'active',
    owner text,
    goal text,
    baseline jsonb not null,
    target_health_score numeric(5,2),
    send_emails boolean not null default false,
    started_on date not null,
    ends_on date not null,
    closed_on date,
    outcome text,
    result_text text,
    automation_id text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint campaigns_pkey primary key (client_id, campaign_id),
    constraint campaigns_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint campaigns_playbook_version_fkey foreign key (playbook_key, playbook_version) references playbooks
        (playbook_key, playbook_version),
    constraint campaigns_kind_check check (kind in ('retention', 'renewal', 'adoption', 'winback')),
    constraint campaigns_playbook_version_check check (playbook_version >= 0),
    constraint campaigns_intervention_level_check check (intervention_level in ('light', 'standard', 'aggressive')),
    constraint campaigns_status_check check (status in ('active', 'completed', 'cancelled')),
    constraint campaigns_target_health_score_check check (target_health_score between 0 and 100),
    constraint campaigns_outcome_check check (outcome in ('improved', 'unchanged', 'worsened', 'churned')),
    constraint campaigns_version_check check (version >= 0)
);
create unique index campaigns_active_kind_key on campaigns (client_id, kind) where status = 'active';
create index campaigns_status_closed_on_idx on campaigns (status, closed_on);
create index campaigns_campaign_id_idx on campaigns (campaign_id);
create index campaigns_playbook_key_playbook_version_idx on campaigns (playbook_key, playbook_version);

--changeset cs:retention:campaign_steps
create table campaign_steps (
    client_id text not null,
    campaign_id text not null,
    step_no int not null,
    title text not null,
    channel text not null,
    owner text,
    due_date date not null,
    status text not null default 'pending',
    done_at timestamptz,
    result_text text,
    message_id text,
    overdue_noted_on date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint campaign_steps_pkey primary key (client_id, campaign_id, step_no),
    constraint campaign_steps_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint campaign_steps_campaign_id_fkey foreign key (client_id, campaign_id) references campaigns
        (client_id, campaign_id),
    constraint campaign_steps_step_no_check check (step_no >= 0),
    constraint campaign_steps_channel_check check (channel in ('task', 'call', 'email', 'meeting', 'training')),
    constraint campaign_steps_status_check check (status in ('pending', 'done', 'skipped', 'cancelled'))
);
create index campaign_steps_due_date_idx on campaign_steps (due_date) where status = 'pending';

--changeset cs:retention:escalations
-- resolved_at is set on the first move to resolved or closed and cleared by reopening.
create table escalations (
    client_id text not null,
    escalation_id text not null,
    severity text not null,
    status text not null default 'open',
    title text not null,
    description_text text,
    owner text,
    opened_by text not null,
    opened_at timestamptz not null,
    acknowledged_at timestamptz,
    acknowledge_due_at timestamptz not null,
    due_at timestamptz not null,
    resolved_at timestamptz,
    closed_at timestamptz,
    root_cause text,
    resolution_text text,
    reopened_count int not null default 0,
    ticket_id text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint escalations_pkey primary key (client_id, escalation_id),
    constraint escalations_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint escalations_severity_check check (severity in ('critical', 'high', 'medium', 'low')),
    constraint escalations_status_check check (status in ('open', 'acknowledged', 'in_progress', 'resolved',
        'closed')),
    constraint escalations_root_cause_check check (root_cause in ('product_defect', 'service_outage',
        'support_quality', 'onboarding', 'billing', 'data_loss', 'security', 'expectation', 'other')),
    constraint escalations_reopened_count_check check (reopened_count >= 0),
    constraint escalations_version_check check (version >= 0)
);
create unique index escalations_open_ticket_id_key on escalations (client_id, ticket_id)
    where ticket_id is not null and status not in ('resolved', 'closed');
create index escalations_due_at_idx on escalations (due_at) where status not in ('resolved', 'closed');
create index escalations_opened_at_idx on escalations (opened_at);
create index escalations_escalation_id_idx on escalations (escalation_id);

--changeset cs:retention:escalation_updates
-- opening is reopened_count at the time.
create table escalation_updates (
    client_id text not null,
    escalation_id text not null,
    update_no int not null,
    at timestamptz not null,
    actor text not null,
    kind text not null,
    clock text,
    opening int not null default 0,
    from_status text,
    to_status text,
    body_text text,
    constraint escalation_updates_pkey primary key (client_id, escalation_id, update_no),
    constraint escalation_updates_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint escalation_updates_escalation_id_fkey foreign key (client_id, escalation_id) references escalations
        (client_id, escalation_id),
    constraint escalation_updates_update_no_check check (update_no >= 0),
    constraint escalation_updates_kind_check check (kind in ('note', 'status', 'severity', 'owner', 'sla_warning',
        'sla_breach')),
    constraint escalation_updates_clock_check check (clock in ('acknowledge', 'resolve'))
);
create unique index escalation_updates_sla_key on escalation_updates (client_id, escalation_id, kind, clock,
    opening)
    where kind in ('sla_warning', 'sla_breach');

--changeset cs:retention:churn_events
-- reason is what was entered with the churn, reason_code the comparable one; postmortem = {lessons,
-- exit_interview, analysis}.
create table churn_events (
    client_id text not null,
    churned_on date not null,
    reason text not null,
    reason_code text,
    secondary_reasons text[] not null default '{}',
    arr_lost_amount numeric(14,2) not null,
    competitor text,
    postmortem jsonb,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint churn_events_pkey primary key (client_id, churned_on),
    constraint churn_events_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint churn_events_reason_code_check check (reason_code in ('price', 'budget_cut', 'missing_features',
        'product_quality', 'poor_adoption', 'onboarding_failed', 'support_quality', 'champion_left', 'competitor',
        'business_closed', 'merger', 'other')),
    constraint churn_events_version_check check (version >= 0)
);
create index churn_events_churned_on_idx on churn_events (churned_on);

--changeset cs:retention:surveys
create table surveys (
    survey_id text not null,
    kind text not null,
    name text not null,
    question text not null,
    link_url text,
    active boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint surveys_pkey primary key (survey_id),
    constraint surveys_kind_check check (kind in ('nps', 'csat', 'ces'))
);
create unique index surveys_active_key on surveys (kind) where active;

--changeset cs:retention:survey_sends
create table survey_sends (
    client_id text not null,
    survey_id text not null,
    contact_email text not null,
    sent_on date not null,
    sent_at timestamptz not null,
    message_id text,
    constraint survey_sends_pkey primary key (client_id, survey_id, contact_email, sent_on),
    constraint survey_sends_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint survey_sends_survey_id_fkey foreign key (survey_id) references surveys (survey_id)
);
create index survey_sends_contact_email_sent_on_idx on survey_sends (client_id, contact_email, sent_on);
create index survey_sends_sent_on_idx on survey_sends (sent_on);
create index survey_sends_survey_id_idx on survey_sends (survey_id);

--changeset cs:retention:survey_responses
-- CES: 7 is easiest.
create table survey_responses (
    client_id text not null,
    response_id text not null,
    survey_id text,
    kind text not null,
    score smallint not null,
    reason_text text,
    contact_email text,
    contact_id text,
    responded_at timestamptz not null,
    external_id text,
    sentiment text,
    sentiment_score double precision,
    sentiment_confidence double precision,
    sentiment_method text,
    sentiment_version text,
    sentiment_gap text,
    language text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint survey_responses_pkey primary key (client_id, response_id),
    constraint survey_responses_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint survey_responses_survey_id_fkey foreign key (survey_id) references surveys (survey_id),
    constraint survey_responses_contact_id_fkey foreign key (client_id, contact_id) references contacts
        (client_id, contact_id),
    constraint survey_responses_kind_check check (kind in ('nps', 'csat', 'ces')),
    constraint survey_responses_sentiment_check check (sentiment in ('positive', 'neutral', 'negative')),
    constraint survey_responses_score_check check (case kind
        when 'nps' then score between 0 and 10
        when 'csat' then score between 1 and 5
        else score between 1 and 7
    end),
    constraint survey_responses_sentiment_score_check check (sentiment_score between -1 and 1),
    constraint survey_responses_sentiment_confidence_check check (sentiment_confidence between 0 and 1)
);
create unique index survey_responses_external_id_key on survey_responses (client_id, external_id)
    where external_id is not null;
create index survey_responses_kind_responded_at_idx on survey_responses (client_id, kind, responded_at);
create index survey_responses_responded_at_idx on survey_responses (responded_at, client_id);
create index survey_responses_survey_id_idx on survey_responses (survey_id);
create index survey_responses_contact_id_idx on survey_responses (client_id, contact_id);

--changeset cs:retention:automation_watches
create table automation_watches (
    client_id text not null,
    automation_id text not null,
    condition_since timestamptz not null,
    value double precision,
    evaluated_at timestamptz not null,
    constraint automation_watches_pkey primary key (client_id, automation_id),
    constraint automation_watches_client_id_fkey foreign key (client_id) references clients (client_id)
);

--changeset cs:retention:escalations_resolved_at_idx runInTransaction:false
-- What has been solved for a week and is still to be closed.
drop index concurrently if exists escalations_resolved_at_idx;
create index concurrently escalations_resolved_at_idx on escalations (resolved_at) where status = 'resolved';

--changeset cs:retention:survey_responses_scored_by_idx runInTransaction:false
-- Reasons that are still to be scored, or were scored by an earlier version.
drop index concurrently if exists survey_responses_scored_by_idx;
create index concurrently survey_responses_scored_by_idx on survey_responses
    ((sentiment_method || ' ' || sentiment_version)) where reason_text is not null;

--changeset cs:retention:touchpoints_noted_idx runInTransaction:false
-- A service outside is told what people noted since it was told last.
drop index concurrently if exists touchpoints_noted_idx;
create index concurrently touchpoints_noted_idx on touchpoints (created_at)
    where source_ref is null and note_text is not null and contact_id is not null;

--changeset cs:retention:churn_events_reason_code
-- A lost renewal left its reason as text alone.
update churn_events set reason_code = reason
where reason_code is null and reason in ('price', 'budget_cut', 'missing_features', 'product_quality', 'poor_adoption',
    'onboarding_failed', 'support_quality', 'champion_left', 'competitor', 'business_closed', 'merger', 'other');

--changeset cs:retention:survey_sends_email_idx runInTransaction:false
-- Whether an address was asked, at whatever client.
drop index concurrently if exists survey_sends_email_idx;
create index concurrently survey_sends_email_idx on survey_sends (lower(contact_email));

--changeset cs:retention:churn_events_left_again
-- Who came back and left again within a day had the instant of the first leave, after which the return would count.
update churn_events e
set created_at = again.left_at
from (
    select client_id, (changed_at at time zone 'UTC')::date as left_on, max(changed_at) as left_at
    from lifecycle_transitions
    where to_stage = 'churned'
    group by client_id, left_on) again
where again.client_id = e.client_id and again.left_on = e.churned_on and again.left_at > e.created_at
    and exists (
        select from lifecycle_transitions l
        where l.client_id = e.client_id and l.from_stage = 'churned' and l.changed_at > e.created_at
            and l.changed_at < again.left_at);

--changeset cs:retention:survey_responses_low_idx runInTransaction:false
-- Low answers, after which somebody should be in touch.
drop index concurrently if exists survey_responses_low_idx;
create index concurrently survey_responses_low_idx on survey_responses (responded_at, response_id) include (client_id)
    where score <= case kind when 'nps' then 6 when 'csat' then 2 else 3 end;
