--liquibase formatted sql logicalFilePath:db/communication.sql

--changeset cs:communication:email_campaigns
-- audience keeps the counts and exclusions of the fan-out; all other counts come from messages and events. An
-- automation, a survey send, a session's invitations each have a campaign of their own.
create table email_campaigns (
    campaign_id text not null,
    name text not null,
    template_type text not null,
    message_class text not null,
    subject text not null,
    body_text text not null,
    body_html text,
    sender_email text not null,
    sender_name text,
    target jsonb not null,
    audience jsonb,
    audience_hash text,
    scheduled_at timestamptz,
    fanout_done_at timestamptz,
    automation_id text,
    status text not null default 'draft',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint email_campaigns_pkey primary key (campaign_id),
    constraint email_campaigns_template_type_check check (template_type in ('onboarding', 'product_update',
        'feature_announcement', 'health_check', 'renewal_reminder', 'upsell_opportunity', 'event_invitation',
        'training_invitation', 'feedback_request', 'success_story', 'newsletter', 'custom')),
    constraint email_campaigns_message_class_check check (message_class in ('service', 'marketing', 'newsletter')),
    constraint email_campaigns_status_check check (status in ('draft', 'scheduled', 'fanout_pending', 'sending',
        'sent', 'held', 'cancelled')),
    constraint email_campaigns_version_check check (version >= 0)
);
create index email_campaigns_created_at_campaign_id_idx on email_campaigns (created_at desc, campaign_id);
create index email_campaigns_scheduled_at_idx on email_campaigns (scheduled_at)
    where status in ('scheduled', 'fanout_pending');

--changeset cs:communication:email_messages
-- next_attempt_at begins as the time scheduled. A test mail or mail to a colleague has no client: it is a
-- staff_mails row.
create table email_messages (
    client_id text not null,
    message_id text not null,
    campaign_id text not null,
    contact_email text not null,
    occurrence_key text not null default '',
    subject text not null,
    token_values jsonb not null default '{}',
    status text not null default 'queued',
    provider_id text,
    attempts int not null default 0,
    last_error text,
    next_attempt_at timestamptz not null,
    handed_over_at timestamptz,
    lease_until timestamptz,
    claimed_by text,
    sent_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint email_messages_pkey primary key (client_id, message_id),
    constraint email_messages_occurrence_key unique (client_id, campaign_id, occurrence_key, contact_email),
    constraint email_messages_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint email_messages_campaign_id_fkey foreign key (campaign_id) references email_campaigns (campaign_id),
    constraint email_messages_status_check check (status in ('queued', 'sending', 'unconfirmed', 'sent',
        'delivered', 'opened', 'clicked', 'bounced', 'dropped', 'failed', 'suppressed', 'cancelled')),
    constraint email_messages_attempts_check check (attempts >= 0)
);
create index email_messages_next_attempt_at_idx on email_messages (next_attempt_at) where status = 'queued';
create index email_messages_lease_until_idx on email_messages (lease_until)
    where status in ('sending', 'unconfirmed');
create index email_messages_contact_email_sent_at_idx on email_messages (contact_email, sent_at);
create index email_messages_message_id_idx on email_messages (message_id);
create index email_messages_campaign_id_idx on email_messages (campaign_id);

--changeset cs:communication:email_events
-- An event of our own (one-click unsubscribe) gets the id own: + type.
create table email_events (
    client_id text not null,
    message_id text not null,
    provider_event_id text not null,
    at timestamptz not null,
    type text not null,
    url text,
    is_machine boolean not null default false,
    constraint email_events_pkey primary key (client_id, message_id, provider_event_id),
    constraint email_events_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint email_events_message_id_fkey foreign key (client_id, message_id) references email_messages
        (client_id, message_id),
    constraint email_events_type_check check (type in ('processed', 'deferred', 'delivered', 'bounced', 'blocked',
        'dropped', 'opened', 'clicked', 'complained', 'unsubscribed', 'other'))
);
create index email_events_at_idx on email_events (at);

--changeset cs:communication:email_suppressions
-- An address, not a client, is suppressed.
create table email_suppressions (
    email text not null,
    scope text not null,
    reason text not null,
    source text not null,
    message_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint email_suppressions_pkey primary key (email, scope),
    constraint email_suppressions_scope_check check (scope in ('all', 'marketing', 'newsletter')),
    constraint email_suppressions_reason_check check (reason in ('hard_bounce', 'invalid_address', 'complaint',
        'unsubscribe')),
    constraint email_suppressions_email_check check (email = lower(email))
);

--changeset cs:communication:automations
-- Onboarding has one automation per trigger; which plan has which is in onboarding_plan_automations.
create table automations (
    automation_id text not null,
    kind text not null,
    name text not null,
    trigger_type text not null,
    trigger jsonb not null default '{}',
    target jsonb not null default '{}',
    actions jsonb not null,
    delay_minutes int not null default 0,
    cooldown_days int not null default 0,
    max_runs_per_day int not null default 200,
    holdout_rate double precision not null default 0,
    status text not null default 'active',
    activated_at timestamptz,
    last_evaluated_at timestamptz,
    last_error text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint automations_pkey primary key (automation_id),
    constraint automations_kind_check check (kind in ('communication', 'onboarding', 'retention')),
    constraint automations_delay_minutes_check check (delay_minutes >= 0),
    constraint automations_cooldown_days_check check (cooldown_days >= 0),
    constraint automations_holdout_rate_check check (holdout_rate between 0 and 1),
    constraint automations_status_check check (status in ('active', 'paused', 'paused_by_limit', 'archived')),
    constraint automations_version_check check (version >= 0),
    constraint automations_holdout_rate_max_check check (holdout_rate <= 0.5),
    constraint automations_trigger_type_check check (case kind
        when 'communication' then trigger_type in ('time_based', 'event_based', 'behavior_based', 'health_score',
            'milestone', 'contract_event', 'usage_pattern')
        when 'retention' then trigger_type in ('health_score', 'churn_probability', 'usage_decline',
            'nps_detractor', 'renewal_risk', 'renewal_window', 'champion_left', 'payment_overdue')
        else trigger_type in ('onboarding_start', 'milestone_due_soon', 'milestone_overdue',
            'milestone_completion', 'task_overdue', 'training_completion', 'integration_success',
            'usage_milestone_reached', 'blocker_identified', 'no_progress', 'first_value_achieved',
            'all_milestones_complete', 'onboarding_delayed', 'health_score_change')
    end)
);
create unique index automations_kind_name_key on automations (kind, lower(name)) where status <> 'archived';

--changeset cs:communication:automation_runs
create table automation_runs (
    client_id text not null,
    run_id text not null,
    automation_id text not null,
    occurrence_key text not null,
    triggered_at timestamptz not null,
    due_at timestamptz not null,
    status text not null default 'pending',
    campaign_id text,
    value double precision,
    detail jsonb not null default '{}',
    claimed_by text,
    lease_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint automation_runs_pkey primary key (client_id, run_id),
    constraint automation_runs_occurrence_key unique (client_id, automation_id, occurrence_key),
    constraint automation_runs_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint automation_runs_automation_id_fkey foreign key (automation_id) references automations (automation_id),
    constraint automation_runs_campaign_id_fkey foreign key (client_id, campaign_id) references campaigns
        (client_id, campaign_id),
    constraint automation_runs_status_check check (status in ('pending', 'running', 'completed', 'failed',
        'started', 'held_out', 'skipped_late', 'skipped_cooldown', 'skipped_condition', 'skipped_limit',
        'skipped_no_provider'))
);
create index automation_runs_client_id_automation_id_triggered_at_idx on automation_runs (client_id,
    automation_id, triggered_at);
create index automation_runs_automation_id_triggered_at_idx on automation_runs (automation_id, triggered_at);
create index automation_runs_due_at_idx on automation_runs (due_at) where status in ('pending', 'running');
create index automation_runs_campaign_id_idx on automation_runs (client_id, campaign_id);

--changeset cs:communication:automation_run_actions
create table automation_run_actions (
    client_id text not null,
    run_id text not null,
    action_no int not null,
    type text not null,
    status text not null default 'pending',
    attempts int not null default 0,
    ref_id text,
    error text,
    done_at timestamptz,
    constraint automation_run_actions_pkey primary key (client_id, run_id, action_no),
    constraint automation_run_actions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint automation_run_actions_run_id_fkey foreign key (client_id, run_id) references automation_runs
        (client_id, run_id),
    constraint automation_run_actions_action_no_check check (action_no >= 0),
    constraint automation_run_actions_type_check check (type in ('send_email', 'create_task', 'create_ticket',
        'send_in_app_notification', 'trigger_webhook', 'start_campaign', 'open_escalation')),
    constraint automation_run_actions_status_check check (status in ('pending', 'done', 'failed',
        'skipped_no_provider')),
    constraint automation_run_actions_attempts_check check (attempts >= 0)
);

--changeset cs:communication:tasks
-- source_id names the occurrence (run; plan, trigger and key; review), so the same one never makes two tasks.
create table tasks (
    client_id text not null,
    task_id text not null,
    title text not null,
    description text,
    owner text,
    priority text not null default 'medium',
    due_date date not null,
    status text not null default 'open',
    source text not null,
    source_id text not null,
    done_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tasks_pkey primary key (client_id, task_id),
    constraint tasks_source_source_id_title_key unique (client_id, source, source_id, title),
    constraint tasks_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint tasks_priority_check check (priority in ('high', 'medium', 'low')),
    constraint tasks_status_check check (status in ('open', 'done', 'dropped')),
    constraint tasks_source_check check (source in ('onboarding', 'automation', 'campaign', 'review', 'support')),
    constraint tasks_version_check check (version >= 0)
);
create index tasks_due_date_idx on tasks (client_id, due_date) where status = 'open';
create index tasks_owner_due_date_idx on tasks (owner, due_date) where status = 'open';

--changeset cs:communication:communities
create table communities (
    community_id text not null,
    name text not null,
    type text not null,
    is_private boolean not null default false,
    archived_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint communities_pkey primary key (community_id),
    constraint communities_type_check check (type in ('forum', 'slack_channel', 'user_group', 'advisory_board',
        'beta_program', 'champions_program'))
);
create unique index communities_name_key on communities (lower(name));

--changeset cs:communication:community_members
create table community_members (
    client_id text not null,
    community_id text not null,
    member_id text not null,
    contact_id text,
    user_email text not null,
    user_name text not null,
    joined_at timestamptz not null,
    is_moderator boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint community_members_pkey primary key (client_id, community_id, member_id),
    constraint community_members_community_id_user_email_key unique (client_id, community_id, user_email),
    constraint community_members_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint community_members_community_id_fkey foreign key (community_id) references communities (community_id),
    constraint community_members_contact_id_fkey foreign key (client_id, contact_id) references contacts
        (client_id, contact_id),
    constraint community_members_user_email_check check (user_email = lower(user_email))
);
create index community_members_member_id_idx on community_members (member_id);
create index community_members_community_id_idx on community_members (community_id);
create index community_members_contact_id_idx on community_members (client_id, contact_id);

--changeset cs:communication:community_posts
-- Without a member it is our own team's reply, under the client of the post it answers. A reply lies with the
-- replying client, so parent_post_id may be another client's post or a team post, and has no foreign key.
create table community_posts (
    client_id text not null,
    community_id text not null,
    post_id text not null,
    member_id text,
    kind text not null,
    parent_post_id text,
    title_text text,
    content_text text not null,
    tags text[] not null default '{}',
    status text not null default 'visible',
    flag_reason text,
    flagged_at timestamptz,
    accepted_at timestamptz,
    external_id text,
    posted_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint community_posts_pkey primary key (client_id, community_id, post_id),
    constraint community_posts_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint community_posts_community_id_fkey foreign key (community_id) references communities (community_id),
    constraint community_posts_member_id_fkey foreign key (client_id, community_id, member_id) references
        community_members (client_id, community_id, member_id),
    constraint community_posts_kind_check check (kind in ('post', 'question', 'comment', 'answer')),
    constraint community_posts_status_check check (status in ('visible', 'flagged', 'removed'))
);
create unique index community_posts_community_id_external_id_key on community_posts (client_id, community_id,
    external_id)
    where external_id is not null;
create index community_posts_community_id_posted_at_idx on community_posts (community_id, posted_at desc);
create index community_posts_parent_post_id_idx on community_posts (parent_post_id);
create index community_posts_post_id_idx on community_posts (post_id);
create index community_posts_community_id_member_id_idx on community_posts (client_id, community_id, member_id);

--changeset cs:communication:community_team_posts
-- What our own team posts to a whole community; it belongs to no client.
create table community_team_posts (
    community_id text not null,
    post_id text not null,
    author text not null,
    kind text not null,
    title text,
    content text not null,
    tags text[] not null default '{}',
    status text not null default 'visible',
    external_id text,
    posted_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint community_team_posts_pkey primary key (community_id, post_id),
    constraint community_team_posts_community_id_fkey foreign key (community_id) references communities
        (community_id),
    constraint community_team_posts_kind_check check (kind in ('post', 'question', 'comment', 'answer')),
    constraint community_team_posts_status_check check (status in ('visible', 'flagged', 'removed'))
);
create unique index community_team_posts_community_id_external_id_key on community_team_posts (community_id,
    external_id)
    where external_id is not null;

--changeset cs:communication:community_votes
-- The client is the voter's; the post may be another's (no foreign key).
create table community_votes (
    client_id text not null,
    community_id text not null,
    post_id text not null,
    voter_member_id text not null,
    at timestamptz not null,
    constraint community_votes_pkey primary key (client_id, community_id, post_id, voter_member_id),
    constraint community_votes_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint community_votes_voter_member_id_fkey foreign key (client_id, community_id, voter_member_id)
        references community_members (client_id, community_id, member_id)
);
create index community_votes_post_id_idx on community_votes (post_id);
create index community_votes_community_id_voter_member_id_idx on community_votes (client_id, community_id,
    voter_member_id);

--changeset cs:communication:advocates
-- Both sums are kept with each contribution in one transaction.
create table advocates (
    client_id text not null,
    advocate_id text not null,
    contact_id text not null,
    contact_email text not null,
    tier text not null default 'bronze',
    tier_floor text not null default 'bronze',
    lifetime_points int not null default 0,
    redeemed_points int not null default 0,
    status text not null default 'active',
    enrolled_on date not null,
    withdrawn_on date,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint advocates_pkey primary key (client_id, advocate_id),
    constraint advocates_contact_email_key unique (client_id, contact_email),
    constraint advocates_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint advocates_contact_id_fkey foreign key (client_id, contact_id) references contacts (client_id,
        contact_id),
    constraint advocates_tier_check check (tier in ('bronze', 'silver', 'gold', 'platinum', 'champion')),
    constraint advocates_tier_floor_check check (tier_floor in ('bronze', 'silver', 'gold', 'platinum', 'champion')),
    constraint advocates_lifetime_points_check check (lifetime_points >= 0),
    constraint advocates_redeemed_points_check check (redeemed_points >= 0),
    constraint advocates_status_check check (status in ('active', 'paused', 'withdrawn')),
    constraint advocates_version_check check (version >= 0),
    constraint advocates_points_check check (redeemed_points <= lifetime_points),
    constraint advocates_contact_email_check check (contact_email = lower(contact_email))
);
create index advocates_advocate_id_idx on advocates (advocate_id);
create index advocates_contact_id_idx on advocates (client_id, contact_id);

--changeset cs:communication:advocacy_contributions
create table advocacy_contributions (
    client_id text not null,
    advocate_id text not null,
    contribution_id text not null,
    type text not null,
    points int not null,
    base_points int,
    multiplier numeric(4,2),
    at timestamptz not null,
    details_text text,
    deal_reference text,
    deal_value_amount numeric(14,2),
    deal_outcome text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint advocacy_contributions_pkey primary key (client_id, advocate_id, contribution_id),
    constraint advocacy_contributions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint advocacy_contributions_advocate_id_fkey foreign key (client_id, advocate_id) references advocates
        (client_id, advocate_id),
    constraint advocacy_contributions_type_check check (type in ('case_study', 'reference', 'review',
        'testimonial', 'speaking_engagement', 'referral', 'bonus', 'redemption')),
    constraint advocacy_contributions_base_points_check check (base_points >= 0),
    constraint advocacy_contributions_deal_outcome_check check (deal_outcome in ('open', 'won', 'lost')),
    constraint advocacy_contributions_points_check check ((type = 'redemption') = (points < 0))
);
create index advocacy_contributions_deal_reference_idx on advocacy_contributions (deal_reference);
create index advocacy_contributions_at_idx on advocacy_contributions (at);

--changeset cs:communication:executive_reviews
create table executive_reviews (
    client_id text not null,
    review_id text not null,
    type text not null,
    scheduled_at timestamptz not null,
    duration_minutes int not null default 60,
    attendees jsonb not null,
    agenda text[] not null default '{}',
    objectives text[] not null default '{}',
    status text not null default 'scheduled',
    completed_at timestamptz,
    satisfaction smallint,
    notes_text text,
    next_review_on date,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint executive_reviews_pkey primary key (client_id, review_id),
    constraint executive_reviews_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint executive_reviews_type_check check (type in ('quarterly', 'semi_annual', 'annual', 'ad_hoc',
        'renewal', 'expansion')),
    constraint executive_reviews_duration_minutes_check check (duration_minutes >= 0),
    constraint executive_reviews_status_check check (status in ('scheduled', 'completed', 'cancelled')),
    constraint executive_reviews_version_check check (version >= 0),
    constraint executive_reviews_satisfaction_check check (satisfaction between 1 and 5)
);
create index executive_reviews_client_id_scheduled_at_idx on executive_reviews (client_id, scheduled_at desc);
create index executive_reviews_scheduled_at_idx on executive_reviews (scheduled_at) where status = 'scheduled';
create index executive_reviews_review_id_idx on executive_reviews (review_id);

--changeset cs:communication:review_action_items
create table review_action_items (
    client_id text not null,
    review_id text not null,
    item_no int not null,
    title text not null,
    owner text not null,
    owner_side text not null,
    due_date date,
    status text not null default 'open',
    done_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint review_action_items_pkey primary key (client_id, review_id, item_no),
    constraint review_action_items_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint review_action_items_review_id_fkey foreign key (client_id, review_id) references executive_reviews
        (client_id, review_id),
    constraint review_action_items_item_no_check check (item_no >= 0),
    constraint review_action_items_owner_side_check check (owner_side in ('us', 'customer')),
    constraint review_action_items_status_check check (status in ('open', 'done', 'dropped'))
);

--changeset cs:communication:newsletters
create table newsletters (
    newsletter_id text not null,
    series_key text not null,
    name text not null,
    edition_no int not null,
    subject text not null,
    preview_text text,
    sections jsonb not null,
    target jsonb not null,
    scheduled_at timestamptz,
    recurrence text,
    anchor_day date,
    recurrence_tz text,
    series_next_at timestamptz,
    campaign_id text,
    status text not null default 'draft',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint newsletters_pkey primary key (newsletter_id),
    constraint newsletters_edition_key unique (series_key, edition_no),
    constraint newsletters_campaign_id_fkey foreign key (campaign_id) references email_campaigns (campaign_id),
    constraint newsletters_edition_no_check check (edition_no >= 0),
    constraint newsletters_recurrence_check check (recurrence in ('weekly', 'monthly', 'quarterly')),
    constraint newsletters_status_check check (status in ('draft', 'scheduled', 'sending', 'sent', 'held',
        'cancelled')),
    constraint newsletters_version_check check (version >= 0)
);
create index newsletters_campaign_id_idx on newsletters (campaign_id);

--changeset cs:communication:newsletter_subscriptions
create table newsletter_subscriptions (
    client_id text not null,
    contact_email text not null,
    status text not null,
    changed_at timestamptz not null,
    source text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint newsletter_subscriptions_pkey primary key (client_id, contact_email),
    constraint newsletter_subscriptions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint newsletter_subscriptions_status_check check (status in ('subscribed', 'unsubscribed')),
    constraint newsletter_subscriptions_contact_email_check check (contact_email = lower(contact_email))
);

--changeset cs:communication:foreign_keys
-- Keys of tables made earlier to tables made here.
create index onboarding_plan_automations_automation_id_idx on onboarding_plan_automations (automation_id);
alter table onboarding_plan_automations
    add constraint onboarding_plan_automations_automation_id_fkey
    foreign key (automation_id) references automations (automation_id);
create index campaigns_automation_id_idx on campaigns (automation_id);
alter table campaigns
    add constraint campaigns_automation_id_fkey
    foreign key (automation_id) references automations (automation_id);
create index campaign_steps_message_id_idx on campaign_steps (client_id, message_id);
alter table campaign_steps
    add constraint campaign_steps_message_id_fkey
    foreign key (client_id, message_id) references email_messages (client_id, message_id);
create index survey_sends_message_id_idx on survey_sends (client_id, message_id);
alter table survey_sends
    add constraint survey_sends_message_id_fkey
    foreign key (client_id, message_id) references email_messages (client_id, message_id);
create index automation_watches_automation_id_idx on automation_watches (automation_id);
alter table automation_watches
    add constraint automation_watches_automation_id_fkey
    foreign key (automation_id) references automations (automation_id);
create index email_campaigns_automation_id_idx on email_campaigns (automation_id);
alter table email_campaigns
    add constraint email_campaigns_automation_id_fkey
    foreign key (automation_id) references automations (automation_id);

--changeset cs:communication:tasks_manual
-- A colleague gives tasks too, and completes them by their ids alone.
alter table tasks drop constraint tasks_source_check;
alter table tasks add constraint tasks_source_check check (source in ('onboarding', 'automation', 'campaign',
    'review', 'support', 'manual'));
create index tasks_task_id_idx on tasks (task_id);

--changeset cs:communication:email_messages_waiting_idx runInTransaction:false
-- What of a campaign waits or is under way, the next one first.
drop index concurrently if exists email_messages_waiting_idx;
create index concurrently email_messages_waiting_idx on email_messages (campaign_id, next_attempt_at)
    where status in ('queued', 'sending', 'unconfirmed');

--changeset cs:communication:email_campaigns_under_way_idx runInTransaction:false
drop index concurrently if exists email_campaigns_under_way_idx;
create index concurrently email_campaigns_under_way_idx on email_campaigns (status)
    where status in ('scheduled', 'sending', 'held');

--changeset cs:communication:community_team_posts_replies
-- Our own team replies in its threads, and its posts are moderated like others.
alter table community_team_posts add parent_post_id text, add flag_reason text, add flagged_at timestamptz;

--changeset cs:communication:community_team_posts_post_id_idx runInTransaction:false
drop index concurrently if exists community_team_posts_post_id_idx;
create index concurrently community_team_posts_post_id_idx on community_team_posts (post_id);

--changeset cs:communication:community_team_posts_parent_post_id_idx runInTransaction:false
drop index concurrently if exists community_team_posts_parent_post_id_idx;
create index concurrently community_team_posts_parent_post_id_idx on community_team_posts (parent_post_id);

--changeset cs:communication:community_posts_flagged_at_idx runInTransaction:false
-- What waits for a moderator, of all communities.
drop index concurrently if exists community_posts_flagged_at_idx;
create index concurrently community_posts_flagged_at_idx on community_posts (flagged_at) where status = 'flagged';

--changeset cs:communication:community_members_address_idx runInTransaction:false
-- Whether an address is in a community, at whatever client; in place of the index on the community alone.
drop index concurrently if exists community_members_community_id_user_email_idx;
create index concurrently community_members_community_id_user_email_idx on community_members (community_id,
    user_email);
drop index concurrently if exists community_members_community_id_idx;

--changeset cs:communication:email_marks
-- Since when a campaign is held, and when a message in doubt was queued once more by itself.
alter table email_campaigns add held_at timestamptz;
alter table email_messages add resent_at timestamptz;

--changeset cs:communication:advocates_lifetime_points_idx runInTransaction:false
-- The list of advocates is read along it, page by page.
drop index concurrently if exists advocates_lifetime_points_idx;
create index concurrently advocates_lifetime_points_idx on advocates ((-lifetime_points), advocate_id);

--changeset cs:communication:email_messages_told
-- What the events of a message tell, kept with it: figures of large campaigns are counted without them, and stay when they are deleted.
alter table email_messages add is_taken boolean not null default false;
alter table email_messages add is_delivered boolean not null default false;
alter table email_messages add first_opened_at timestamptz;
alter table email_messages add is_clicked boolean not null default false;
alter table email_messages add is_bounced boolean not null default false;
alter table email_messages add is_unsubscribed boolean not null default false;
alter table email_messages add is_complained boolean not null default false;

--changeset cs:communication:email_messages_told_before
update email_messages m
set is_taken = t.is_taken, is_delivered = t.is_delivered, first_opened_at = t.first_opened_at, is_clicked = t.is_clicked,
    is_bounced = t.is_bounced, is_unsubscribed = t.is_unsubscribed, is_complained = t.is_complained
from (
    select client_id, message_id,
        bool_or(type in ('processed', 'delivered', 'opened', 'clicked', 'complained', 'bounced', 'blocked')) as is_taken,
        bool_or(type in ('delivered', 'opened', 'clicked', 'complained')) as is_delivered,
        min(at) filter (where type = 'opened' and not is_machine) as first_opened_at,
        bool_or(type = 'clicked' and not is_machine) as is_clicked, bool_or(type in ('bounced', 'blocked')) as is_bounced,
        bool_or(type = 'unsubscribed') as is_unsubscribed, bool_or(type = 'complained') as is_complained
    from email_events
    group by client_id, message_id) t
where m.client_id = t.client_id and m.message_id = t.message_id;

--changeset cs:communication:tasks_due_date_task_id_idx runInTransaction:false
-- The list of tasks of all clients is read along it, page by page.
drop index concurrently if exists tasks_due_date_task_id_idx;
create index concurrently tasks_due_date_task_id_idx on tasks (due_date, task_id);

--changeset cs:communication:tasks_open_due_date_idx runInTransaction:false
-- The open ones, which are mostly the last ones along the other.
drop index concurrently if exists tasks_open_due_date_idx;
create index concurrently tasks_open_due_date_idx on tasks (due_date, task_id) where status = 'open';

--changeset cs:communication:email_messages_clicked_idx runInTransaction:false
-- The few messages of a campaign whose events tell which links were clicked.
drop index concurrently if exists email_messages_clicked_idx;
create index concurrently email_messages_clicked_idx on email_messages (campaign_id) include (client_id, message_id)
    where is_clicked;
