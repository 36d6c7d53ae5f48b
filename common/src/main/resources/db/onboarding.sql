--liquibase formatted sql logicalFilePath:db/onboarding.sql

--changeset cs:onboarding:onboarding_plans
-- version covers its milestones and tasks too.
create table onboarding_plans (
    client_id text not null,
    plan_id text not null,
    name text not null,
    product_tier text not null,
    team_size int not null,
    complexity text not null default 'medium',
    timeline_weeks int not null,
    weekly_capacity_hours numeric(6,1) not null default 20,
    start_date date not null,
    target_date date not null,
    baseline_target_date date not null,
    completed_on date,
    cancelled_on date,
    held_on date,
    goals text[] not null default '{}',
    success_criteria text[] not null default '{}',
    status text not null default 'draft',
    owner text,
    template_version text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint onboarding_plans_pkey primary key (client_id, plan_id),
    constraint onboarding_plans_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint onboarding_plans_product_tier_check check (product_tier in ('starter', 'standard', 'professional',
        'enterprise')),
    constraint onboarding_plans_complexity_check check (complexity in ('low', 'medium', 'high')),
    constraint onboarding_plans_timeline_weeks_check check (timeline_weeks >= 0),
    constraint onboarding_plans_weekly_capacity_hours_check check (weekly_capacity_hours >= 0),
    constraint onboarding_plans_status_check check (status in ('draft', 'active', 'on_hold', 'completed',
        'cancelled')),
    constraint onboarding_plans_version_check check (version >= 0),
    constraint onboarding_plans_target_date_check check (target_date >= start_date)
);
create unique index onboarding_plans_open_key on onboarding_plans (client_id) where status in ('active', 'on_hold');
create index onboarding_plans_status_idx on onboarding_plans (status, client_id);

--changeset cs:onboarding:onboarding_milestones
create table onboarding_milestones (
    client_id text not null,
    plan_id text not null,
    sequence int not null,
    name text not null,
    milestone_key text,
    week int not null,
    planned_start_on date not null,
    due_date date not null,
    started_on date,
    completed_on date,
    status text not null default 'not_started',
    estimated_hours numeric(6,1) not null,
    actual_hours numeric(6,1),
    owner text,
    depends_on int[] not null default '{}',
    is_first_value boolean not null default false,
    blocked_at timestamptz,
    blocked_days int not null default 0,
    blocker_text text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint onboarding_milestones_pkey primary key (client_id, plan_id, sequence),
    constraint onboarding_milestones_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint onboarding_milestones_plan_id_fkey foreign key (client_id, plan_id) references onboarding_plans
        (client_id, plan_id),
    constraint onboarding_milestones_sequence_check check (sequence >= 0),
    constraint onboarding_milestones_status_check check (status in ('not_started', 'in_progress', 'completed',
        'blocked', 'skipped')),
    constraint onboarding_milestones_estimated_hours_check check (estimated_hours >= 0),
    constraint onboarding_milestones_actual_hours_check check (actual_hours >= 0),
    constraint onboarding_milestones_blocked_days_check check (blocked_days >= 0),
    constraint onboarding_milestones_depends_on_check check (sequence > all (depends_on)),
    constraint onboarding_milestones_blocked_at_check check (status <> 'blocked' or blocked_at is not null)
);
create unique index onboarding_milestones_first_value_key on onboarding_milestones (client_id, plan_id)
    where is_first_value;

--changeset cs:onboarding:onboarding_tasks
create table onboarding_tasks (
    client_id text not null,
    plan_id text not null,
    milestone_sequence int not null,
    task_no int not null,
    title text not null,
    status text not null default 'todo',
    owner text,
    due_date date,
    completed_on date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint onboarding_tasks_pkey primary key (client_id, plan_id, milestone_sequence, task_no),
    constraint onboarding_tasks_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint onboarding_tasks_milestone_sequence_fkey foreign key (client_id, plan_id, milestone_sequence)
        references onboarding_milestones (client_id, plan_id, sequence),
    constraint onboarding_tasks_task_no_check check (task_no >= 0),
    constraint onboarding_tasks_status_check check (status in ('todo', 'in_progress', 'done', 'cancelled'))
);

--changeset cs:onboarding:onboarding_plan_automations
create table onboarding_plan_automations (
    client_id text not null,
    plan_id text not null,
    automation_id text not null,
    active boolean not null default false,
    settings jsonb not null default '{}',
    activated_at timestamptz not null,
    activated_by text not null,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint onboarding_plan_automations_pkey primary key (client_id, plan_id, automation_id),
    constraint onboarding_plan_automations_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint onboarding_plan_automations_plan_id_fkey foreign key (client_id, plan_id) references
        onboarding_plans (client_id, plan_id),
    constraint onboarding_plan_automations_version_check check (version >= 0)
);

--changeset cs:onboarding:training_modules
-- A null pass mark means no assessment. prerequisites holds module ids.
create table training_modules (
    module_id text not null,
    code text not null,
    name text not null,
    format text not null,
    level text,
    duration_minutes int not null,
    prerequisites text[] not null default '{}',
    objectives text[] not null default '{}',
    passing_score_rate double precision,
    max_attempts int not null default 3,
    active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint training_modules_pkey primary key (module_id),
    constraint training_modules_code_key unique (code),
    constraint training_modules_format_check check (format in ('live_webinar', 'one_on_one', 'workshop',
        'self_paced', 'video', 'documentation')),
    constraint training_modules_level_check check (level in ('basic', 'intermediate', 'advanced', 'expert')),
    constraint training_modules_duration_minutes_check check (duration_minutes >= 0),
    constraint training_modules_passing_score_rate_check check (passing_score_rate between 0 and 1),
    constraint training_modules_version_check check (version >= 0)
);

--changeset cs:onboarding:training_sessions
create table training_sessions (
    client_id text not null,
    session_id text not null,
    module_id text not null,
    format text not null,
    scheduled_at timestamptz not null,
    duration_minutes int not null,
    recording boolean not null default false,
    status text not null default 'scheduled',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint training_sessions_pkey primary key (client_id, session_id),
    constraint training_sessions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint training_sessions_module_id_fkey foreign key (module_id) references training_modules (module_id),
    constraint training_sessions_format_check check (format in ('live_webinar', 'one_on_one', 'workshop',
        'self_paced', 'video', 'documentation')),
    constraint training_sessions_duration_minutes_check check (duration_minutes >= 0),
    constraint training_sessions_status_check check (status in ('scheduled', 'delivered', 'cancelled')),
    constraint training_sessions_version_check check (version >= 0)
);
create index training_sessions_scheduled_at_idx on training_sessions (client_id, scheduled_at);
create index training_sessions_module_id_idx on training_sessions (module_id);

--changeset cs:onboarding:training_attendance
create table training_attendance (
    client_id text not null,
    session_id text not null,
    contact_email text not null,
    status text not null default 'invited',
    attended_minutes int,
    feedback_rating smallint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint training_attendance_pkey primary key (client_id, session_id, contact_email),
    constraint training_attendance_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint training_attendance_session_id_fkey foreign key (client_id, session_id) references
        training_sessions (client_id, session_id),
    constraint training_attendance_status_check check (status in ('invited', 'attended', 'absent')),
    constraint training_attendance_attended_minutes_check check (attended_minutes >= 0),
    constraint training_attendance_feedback_rating_check check (feedback_rating between 1 and 5),
    constraint training_attendance_contact_email_check check (contact_email = lower(contact_email))
);

--changeset cs:onboarding:training_completions
create table training_completions (
    client_id text not null,
    module_id text not null,
    contact_email text not null,
    attempt int not null,
    session_id text,
    started_at timestamptz,
    completed_at timestamptz,
    score_rate double precision,
    passed boolean,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint training_completions_pkey primary key (client_id, module_id, contact_email, attempt),
    constraint training_completions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint training_completions_module_id_fkey foreign key (module_id) references training_modules (module_id),
    constraint training_completions_session_id_fkey foreign key (client_id, session_id) references
        training_sessions (client_id, session_id),
    constraint training_completions_score_rate_check check (score_rate between 0 and 1),
    constraint training_completions_attempt_check check (attempt > 0)
);
create unique index training_completions_session_id_contact_email_key on training_completions (client_id,
    session_id, contact_email)
    where session_id is not null;
create index training_completions_module_id_idx on training_completions (module_id);

--changeset cs:onboarding:certification_programs
create table certification_programs (
    level text not null,
    program_version int not null,
    name text not null,
    required_modules text[] not null default '{}',
    passing_score_rate double precision not null,
    validity_months int not null default 12,
    active boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint certification_programs_pkey primary key (level, program_version),
    constraint certification_programs_level_check check (level in ('basic', 'intermediate', 'advanced', 'expert')),
    constraint certification_programs_program_version_check check (program_version >= 0),
    constraint certification_programs_passing_score_rate_check check (passing_score_rate between 0 and 1),
    constraint certification_programs_active_check check (not active or cardinality(required_modules) > 0)
);
create unique index certification_programs_active_key on certification_programs (level) where active;

--changeset cs:onboarding:certifications
create table certifications (
    client_id text not null,
    certification_id text not null,
    contact_email text not null,
    level text not null,
    program_version int not null,
    issued_on date not null,
    expires_on date not null,
    revoked_on date,
    revoke_reason text,
    superseded_by text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint certifications_pkey primary key (client_id, certification_id),
    constraint certifications_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint certifications_program_version_fkey foreign key (level, program_version) references
        certification_programs (level, program_version),
    constraint certifications_superseded_by_fkey foreign key (client_id, superseded_by) references certifications
        (client_id, certification_id),
    constraint certifications_level_check check (level in ('basic', 'intermediate', 'advanced', 'expert')),
    constraint certifications_program_version_check check (program_version >= 0),
    constraint certifications_expires_on_check check (expires_on > issued_on)
);
create unique index certifications_current_key on certifications (client_id, contact_email, level)
    where revoked_on is null and superseded_by is null;
create index certifications_expires_on_idx on certifications (expires_on);
create index certifications_level_program_version_idx on certifications (level, program_version);
create index certifications_superseded_by_idx on certifications (client_id, superseded_by);

--changeset cs:onboarding:training_sessions_delivered_at
-- From when late results are counted. Of rows without it, the session's planned end is.
alter table training_sessions add delivered_at timestamptz;

--changeset cs:onboarding:onboarding_plans_resumed_at
-- When it was last taken up after a hold: what happened before is not made up for.
alter table onboarding_plans add resumed_at timestamptz;
