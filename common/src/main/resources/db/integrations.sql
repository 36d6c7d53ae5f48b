--liquibase formatted sql logicalFilePath:db/integrations.sql

--changeset cs:integrations:integrations
-- No secrets here.
create table integrations (
    name text not null,
    enabled boolean not null default false,
    state text not null default 'off',
    settings jsonb not null default '{}',
    checked_at timestamptz,
    last_sync_at timestamptz,
    last_error_code text,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint integrations_pkey primary key (name),
    constraint integrations_name_check check (name in ('zendesk', 'intercom', 'mixpanel', 'sendgrid')),
    constraint integrations_state_check check (state in ('off', 'ok', 'auth_failed', 'degraded'))
);

--changeset cs:integrations:integration_cursors
create table integration_cursors (
    name text not null,
    resource text not null,
    cursor text,
    complete_to timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint integration_cursors_pkey primary key (name, resource)
);

--changeset cs:integrations:integration_outbox
-- The payload holds ids and field names only; texts are read at delivery.
create table integration_outbox (
    client_id text not null,
    item_id text not null,
    integration text not null,
    operation text not null,
    ref_table text not null,
    ref_id text not null,
    payload jsonb not null default '{}',
    state text not null default 'queued',
    attempts int not null default 0,
    next_attempt_at timestamptz not null,
    lease_until timestamptz,
    last_status text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint integration_outbox_pkey primary key (client_id, item_id),
    constraint integration_outbox_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint integration_outbox_integration_check check (integration in ('zendesk', 'intercom', 'mixpanel',
        'sendgrid')),
    constraint integration_outbox_state_check check (state in ('queued', 'sending', 'done', 'unconfirmed', 'dead')),
    constraint integration_outbox_attempts_check check (attempts >= 0)
);
create index integration_outbox_next_attempt_at_idx on integration_outbox (next_attempt_at) where state = 'queued';
create index integration_outbox_lease_until_idx on integration_outbox (lease_until) where state = 'sending';
create index integration_outbox_item_id_idx on integration_outbox (item_id);

--changeset cs:integrations:external_refs
create table external_refs (
    source text not null,
    kind text not null,
    remote_id text not null,
    client_id text not null,
    set_by text not null,
    set_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint external_refs_pkey primary key (source, kind, remote_id),
    constraint external_refs_client_id_fkey foreign key (client_id) references client_names (client_id)
);
create index external_refs__idx on external_refs (client_id);

--changeset cs:integrations:integration_unmatched
create table integration_unmatched (
    source text not null,
    kind text not null,
    remote_id text not null,
    row_count bigint not null default 0,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    constraint integration_unmatched_pkey primary key (source, kind, remote_id)
);

--changeset cs:integrations:webhook_inbox
create table webhook_inbox (
    source text not null,
    delivery_id text not null,
    received_at timestamptz not null,
    body jsonb not null,
    state text not null default 'new',
    attempts int not null default 0,
    next_attempt_at timestamptz not null,
    processed_at timestamptz,
    error_code text,
    constraint webhook_inbox_pkey primary key (source, delivery_id),
    constraint webhook_inbox_state_check check (state in ('new', 'done', 'failed')),
    constraint webhook_inbox_attempts_check check (attempts >= 0)
);
create index webhook_inbox_next_attempt_at_idx on webhook_inbox (next_attempt_at) where state = 'new';

--changeset cs:integrations:imports
create table imports (
    import_id text not null,
    kind text not null,
    format text not null,
    mode text not null,
    on_conflict text not null,
    sha256 text not null,
    principal text not null,
    state text not null default 'receiving',
    counts jsonb not null default '{}',
    job_id text,
    finished_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint imports_pkey primary key (import_id),
    constraint imports_kind_check check (kind in ('clients', 'contacts', 'contracts', 'usage_events', 'tickets',
        'touchpoints', 'survey_responses', 'feedback', 'features', 'products', 'support_agents')),
    constraint imports_format_check check (format in ('csv', 'ndjson')),
    constraint imports_mode_check check (mode in ('strict', 'lenient')),
    constraint imports_on_conflict_check check (on_conflict in ('update', 'skip')),
    constraint imports_state_check check (state in ('receiving', 'staging', 'checking', 'merging', 'done',
        'failed', 'cancelled'))
);
create index imports_sha256_kind_mode_idx on imports (sha256, kind, mode);

--changeset cs:integrations:import_chunks
create table import_chunks (
    import_id text not null,
    chunk_no int not null,
    data bytea not null,
    constraint import_chunks_pkey primary key (import_id, chunk_no),
    constraint import_chunks_import_id_fkey foreign key (import_id) references imports (import_id),
    constraint import_chunks_chunk_no_check check (chunk_no >= 0)
);

--changeset cs:integrations:import_errors
create table import_errors (
    import_id text not null,
    line bigint not null,
    field text not null,
    code text not null,
    message text not null,
    constraint import_errors_pkey primary key (import_id, line, field),
    constraint import_errors_import_id_fkey foreign key (import_id) references imports (import_id)
);

--changeset cs:integrations:import_staging
-- One per kind of import: the columns of the file as parsed, before any check. Unlogged, because a lost import
-- starts again from its chunks.
create unlogged table import_staging_clients (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    external_id text,
    name text,
    company_name text,
    industry text,
    tier text,
    lifecycle_stage text,
    status text,
    contract_value numeric(14,2),
    contract_start_date date,
    contract_end_date date,
    renewal_date date,
    csm text,
    tags text[],
    attributes jsonb,
    constraint import_staging_clients_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_contacts (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    client text,
    email text,
    name text,
    title text,
    role text,
    is_primary boolean,
    newsletter_opt_in boolean,
    left_company_at timestamptz,
    constraint import_staging_contacts_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_contracts (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    external_id text,
    client text,
    type text,
    value numeric(14,2),
    start_date date,
    end_date date,
    billing_frequency text,
    renewal_date date,
    auto_renew boolean,
    notice_period_days int,
    payment_terms text,
    payment_status text,
    tier text,
    included_users int,
    products text[],
    discount_rate double precision,
    signed_by text,
    status text,
    constraint import_staging_contracts_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_usage_events (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    event_id text,
    client text,
    user_key text,
    event_type text,
    occurred_at timestamptz,
    feature_key text,
    session_id text,
    duration_seconds int,
    quantity numeric,
    constraint import_staging_usage_events_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_tickets (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    external_id text,
    client text,
    subject text,
    opened_at timestamptz,
    description text,
    priority text,
    category text,
    status text,
    requester_email text,
    agent_email text,
    tags text[],
    first_response_at timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    satisfaction smallint,
    escalated_at timestamptz,
    constraint import_staging_tickets_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_touchpoints (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    source_ref text,
    client text,
    kind text,
    direction text,
    occurred_at timestamptz,
    contact_email text,
    subject text,
    note text,
    answered_at timestamptz,
    actor text,
    constraint import_staging_touchpoints_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_survey_responses (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    external_id text,
    client text,
    kind text,
    score smallint,
    responded_at timestamptz,
    survey_id text,
    contact_email text,
    reason text,
    constraint import_staging_survey_responses_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_feedback (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    source text,
    source_ref text,
    client text,
    type text,
    content text,
    received_at timestamptz,
    contact_email text,
    title text,
    category text,
    tags text[],
    priority text,
    constraint import_staging_feedback_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_features (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    key text,
    name text,
    product_id text,
    category text,
    min_tier text,
    is_core boolean,
    released_on date,
    constraint import_staging_features_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_products (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    product_id text,
    name text,
    list_price_amount numeric(14,2),
    family text,
    price_unit text,
    tiers text[],
    complements text[],
    constraint import_staging_products_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_support_agents (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    email text,
    name text,
    team text,
    seniority text,
    skills text[],
    max_open_tickets int,
    active boolean,
    available boolean,
    last_assigned_at timestamptz,
    external_ids jsonb,
    constraint import_staging_support_agents_pkey primary key (import_id, chunk_no, line)
);

--changeset cs:integrations:imports_reference_kinds
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('clients', 'contacts', 'contracts',
    'usage_events', 'tickets', 'touchpoints', 'survey_responses', 'feedback', 'features', 'products', 'support_agents',
    'product_prices', 'contract_limits', 'discount_policies', 'economics', 'surveys', 'sla_policies',
    'business_calendars', 'calendar_hours', 'calendar_holidays', 'playbooks', 'training_modules'));

--changeset cs:integrations:imports_course
-- Where the import is. The next record begins in next_chunk_no at next_offset, on line next_line of the file; rows up to
-- merged_chunk_no and merged_line are merged.
alter table imports
    add column options jsonb not null default '{}',
    add column header text[],
    add column faults jsonb not null default '{}',
    add column chunk_count int not null default 0,
    add column byte_count bigint not null default 0,
    add column next_chunk_no int not null default 0,
    add column next_offset int not null default 0,
    add column next_line bigint not null default 1,
    add column staged_count bigint not null default 0,
    add column merged_chunk_no int not null default -1,
    add column merged_line bigint not null default 0,
    add column kept_error_count int not null default 0;

--changeset cs:integrations:import_errors_value
alter table import_errors add column value text;

--changeset cs:integrations:import_chunks_plain
-- Read once each, in order: packing them would cost more time than it saves in room.
alter table import_chunks alter column data set storage external;

--changeset cs:integrations:import_staging_rows
-- The client that the row names, the id of its row should there be none yet, the columns that it clears, and whether a
-- check has found it at fault. Of a contract also its id, and what it was before the merge: its ARR, and how it was paid.
alter table import_staging_clients add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_contacts add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_contracts add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false,
    add column contract_id text, add column was_value numeric(14,2), add column was_payment_status text;
alter table import_staging_usage_events add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_tickets add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_touchpoints add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_survey_responses add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_feedback add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_features add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_products add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;
alter table import_staging_support_agents add column client_id text, add column row_id text,
    add column cleared text[] not null default '{}', add column bad boolean not null default false;

--changeset cs:integrations:import_staging_reference
create unlogged table import_staging_product_prices (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    product_id text,
    tier text,
    valid_from date,
    list_price_amount numeric(14,2),
    price_unit text,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_product_prices_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_contract_limits (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    client text,
    contract text,
    feature_key text,
    included_quantity numeric,
    block_quantity numeric,
    unit_price_amount numeric(14,4),
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_contract_limits_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_discount_policies (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    tier text,
    valid_from date,
    max_discount_rate double precision,
    approval_discount_rate double precision,
    target_uplift_rate double precision,
    two_year_discount_rate double precision,
    three_year_discount_rate double precision,
    prepay_discount_rate double precision,
    bundle_discount_rate double precision,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_discount_policies_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_economics (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    effective_from date,
    gross_margin_rate double precision,
    discount_rate double precision,
    cost_per_ticket_amount numeric(14,2),
    cost_per_touchpoint_amount numeric(14,2),
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_economics_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_surveys (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    survey_id text,
    kind text,
    name text,
    question text,
    link_url text,
    active boolean,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_surveys_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_sla_policies (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    priority text,
    tier text,
    first_response_minutes int,
    resolution_minutes int,
    calendar text,
    business_calendar text,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_sla_policies_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_business_calendars (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    name text,
    time_zone text,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_business_calendars_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_calendar_hours (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    business_calendar text,
    iso_weekday smallint,
    opens time,
    closes time,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_calendar_hours_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_calendar_holidays (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    business_calendar text,
    day date,
    name text,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_calendar_holidays_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_playbooks (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    playbook_key text,
    playbook_version int,
    name text,
    kind text,
    goal text,
    steps jsonb,
    active boolean,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_playbooks_pkey primary key (import_id, chunk_no, line)
);
create unlogged table import_staging_training_modules (
    import_id text not null,
    chunk_no int not null,
    line bigint not null,
    code text,
    name text,
    format text,
    level text,
    duration_minutes int,
    prerequisites text[],
    objectives text[],
    passing_score_rate double precision,
    max_attempts int,
    active boolean,
    client_id text,
    row_id text,
    cleared text[] not null default '{}',
    bad boolean not null default false,
    constraint import_staging_training_modules_pkey primary key (import_id, chunk_no, line)
);

--changeset cs:integrations:integrations_sync_asked_at
-- An administrator wants the service read now; the worker that begins it takes it away.
alter table integrations add column sync_asked_at timestamptz;

--changeset cs:integrations:integration_outbox_in_doubt
-- Since when an item may have been carried out without our knowing.
alter table integration_outbox add in_doubt_since timestamptz;

--changeset cs:integrations:integration_outbox_open_idx runInTransaction:false
-- What is about the same row is delivered one after the other.
drop index concurrently if exists integration_outbox_open_idx;
create index concurrently integration_outbox_open_idx on integration_outbox (client_id, ref_table, ref_id)
    where state in ('queued', 'sending');

--changeset cs:integrations:integration_outbox_state_idx runInTransaction:false
-- What waits and what was given up is counted and listed.
drop index concurrently if exists integration_outbox_state_idx;
create index concurrently integration_outbox_state_idx on integration_outbox (integration, state, updated_at)
    where state <> 'done';

--changeset cs:integrations:integration_cursors_reread_from
-- What is to be read once more when what is being read has come to its end: a reading under way is never begun anew.
alter table integration_cursors add reread_from timestamptz;

--changeset cs:integrations:import_staging_feedback_response
-- The answer to a survey whose words a row is, as the file names it and as it is stored.
alter table import_staging_feedback add column response text, add column response_id text;

--changeset cs:integrations:import_staging_contracts_was
-- What a contract included before an import changed it: the signed contract that is to follow it changes by the difference.
alter table import_staging_contracts add column was_included_users int, add column was_products text[];

--changeset cs:integrations:import_staging_contracts_was_status
-- A contract that comes back is not a new one: what is signed to follow it was agreed with or without it.
alter table import_staging_contracts add column was_status text;
