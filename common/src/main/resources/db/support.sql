--liquibase formatted sql logicalFilePath:db/support.sql

--changeset cs:support:support_agents
create table support_agents (
    agent_id text not null,
    name text not null,
    email text not null,
    team text not null,
    seniority text not null default 'standard',
    skills text[] not null default '{}',
    max_open_tickets int not null default 10,
    active boolean not null default true,
    available boolean not null default true,
    last_assigned_at timestamptz,
    external_ids jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint support_agents_pkey primary key (agent_id),
    constraint support_agents_seniority_check check (seniority in ('standard', 'senior'))
);
create unique index support_agents_email_key on support_agents (lower(email));
create index support_agents_team_idx on support_agents (team);

--changeset cs:support:business_calendars
create table business_calendars (
    calendar_id text not null,
    name text not null,
    time_zone text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint business_calendars_pkey primary key (calendar_id)
);
create unique index business_calendars_name_key on business_calendars (lower(name));

--changeset cs:support:calendar_hours
-- Local times; 24:00 is allowed as closing time.
create table calendar_hours (
    calendar_id text not null,
    iso_weekday smallint not null,
    opens time not null,
    closes time not null,
    constraint calendar_hours_pkey primary key (calendar_id, iso_weekday, opens),
    constraint calendar_hours_calendar_id_fkey foreign key (calendar_id) references business_calendars (calendar_id),
    constraint calendar_hours_iso_weekday_check check (iso_weekday between 1 and 7),
    constraint calendar_hours_closes_check check (closes > opens)
);

--changeset cs:support:calendar_holidays
create table calendar_holidays (
    calendar_id text not null,
    day date not null,
    name text not null,
    constraint calendar_holidays_pkey primary key (calendar_id, day),
    constraint calendar_holidays_calendar_id_fkey foreign key (calendar_id) references business_calendars
        (calendar_id)
);

--changeset cs:support:sla_policies
create table sla_policies (
    priority text not null,
    tier text not null,
    first_response_minutes int not null,
    resolution_minutes int not null,
    calendar text not null,
    calendar_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint sla_policies_pkey primary key (priority, tier),
    constraint sla_policies_calendar_id_fkey foreign key (calendar_id) references business_calendars (calendar_id),
    constraint sla_policies_priority_check check (priority in ('P0', 'P1', 'P2', 'P3', 'P4')),
    constraint sla_policies_tier_check check (tier in ('starter', 'standard', 'professional', 'enterprise')),
    constraint sla_policies_first_response_minutes_check check (first_response_minutes >= 0),
    constraint sla_policies_resolution_minutes_check check (resolution_minutes >= 0),
    constraint sla_policies_calendar_check check (calendar in ('24x7', 'business_hours')),
    constraint sla_policies_calendar_id_check check (calendar = '24x7' or calendar_id is not null)
);
create index sla_policies_calendar_id_idx on sla_policies (calendar_id);

--changeset cs:support:tickets
-- Targets and calendar (none = 24x7) are a copy of the policy at the time. Rows with deleted_at never count.
create table tickets (
    client_id text not null,
    ticket_id text not null,
    external_id text,
    source text not null default 'local',
    subject text not null,
    description_text text not null,
    priority text not null,
    category text not null,
    status text not null default 'open',
    requester_email text,
    requester_name text,
    contact_id text,
    agent_id text,
    team text,
    tags text[] not null default '{}',
    opened_at timestamptz not null,
    assigned_at timestamptz,
    first_response_at timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    calendar_id text,
    first_response_target_minutes int,
    resolution_target_minutes int,
    first_response_due_at timestamptz,
    resolution_due_at timestamptz,
    first_response_risk_at timestamptz,
    resolution_risk_at timestamptz,
    first_response_breached_at timestamptz,
    resolution_breached_at timestamptz,
    sla_paused_at timestamptz,
    sla_paused_seconds int not null default 0,
    first_response_seconds int,
    resolution_seconds int,
    resolution_text text,
    satisfaction smallint,
    satisfaction_scale text,
    satisfaction_at timestamptz,
    satisfaction_comment_text text,
    escalated_at timestamptz,
    escalation_reason text,
    reopen_count int not null default 0,
    follow_up_of text,
    deleted_at timestamptz,
    remote_updated_at timestamptz,
    sync_state text not null default 'local',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tickets_pkey primary key (client_id, ticket_id),
    constraint tickets_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint tickets_contact_id_fkey foreign key (client_id, contact_id) references contacts (client_id,
        contact_id),
    constraint tickets_agent_id_fkey foreign key (agent_id) references support_agents (agent_id),
    constraint tickets_calendar_id_fkey foreign key (calendar_id) references business_calendars (calendar_id),
    constraint tickets_follow_up_of_fkey foreign key (client_id, follow_up_of) references tickets (client_id,
        ticket_id),
    constraint tickets_source_check check (source in ('local', 'portal', 'zendesk', 'intercom')),
    constraint tickets_priority_check check (priority in ('P0', 'P1', 'P2', 'P3', 'P4')),
    constraint tickets_category_check check (category in ('technical_issue', 'performance', 'bug_report',
        'feature_request', 'how_to_question', 'account_billing', 'integration_support', 'training_request',
        'data_issue', 'other')),
    constraint tickets_status_check check (status in ('open', 'pending', 'in_progress', 'waiting_on_customer',
        'resolved', 'closed')),
    constraint tickets_first_response_target_minutes_check check (first_response_target_minutes >= 0),
    constraint tickets_resolution_target_minutes_check check (resolution_target_minutes >= 0),
    constraint tickets_sla_paused_seconds_check check (sla_paused_seconds >= 0),
    constraint tickets_first_response_seconds_check check (first_response_seconds >= 0),
    constraint tickets_resolution_seconds_check check (resolution_seconds >= 0),
    constraint tickets_satisfaction_scale_check check (satisfaction_scale in ('five_point', 'binary')),
    constraint tickets_reopen_count_check check (reopen_count >= 0),
    constraint tickets_sync_state_check check (sync_state in ('local', 'synced', 'pending', 'failed')),
    constraint tickets_version_check check (version >= 0),
    constraint tickets_satisfaction_check check (satisfaction between 1 and 5),
    constraint tickets_satisfaction_complete_check check ((satisfaction is null) = (satisfaction_at is null) and
        (satisfaction is null) = (satisfaction_scale is null))
);
create unique index tickets_source_external_id_key on tickets (client_id, source, external_id)
    where external_id is not null;
create index tickets_client_id_opened_at_idx on tickets (client_id, opened_at desc);
create index tickets_source_external_id_idx on tickets (source, external_id) where external_id is not null;
create index tickets_open_agent_id_idx on tickets (agent_id) where status not in ('resolved', 'closed');
create index tickets_first_response_due_at_idx on tickets (first_response_due_at)
    where first_response_at is null and first_response_breached_at is null;
create index tickets_resolution_due_at_idx on tickets (resolution_due_at)
    where resolved_at is null and resolution_breached_at is null;
create index tickets_resolved_at_idx on tickets (resolved_at) where status = 'resolved';
create index tickets_opened_at_idx on tickets (opened_at);
create index tickets_ticket_id_idx on tickets (ticket_id);
create index tickets_contact_id_idx on tickets (client_id, contact_id);
create index tickets_agent_id_idx on tickets (agent_id);
create index tickets_calendar_id_idx on tickets (calendar_id);
create index tickets_follow_up_of_idx on tickets (client_id, follow_up_of);

--changeset cs:support:ticket_comments
create table ticket_comments (
    client_id text not null,
    ticket_id text not null,
    comment_id text not null,
    external_id text,
    author_type text not null,
    agent_id text,
    contact_id text,
    is_public boolean not null default false,
    content_text text not null,
    at timestamptz not null,
    constraint ticket_comments_pkey primary key (client_id, ticket_id, comment_id),
    constraint ticket_comments_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint ticket_comments_ticket_id_fkey foreign key (client_id, ticket_id) references tickets (client_id,
        ticket_id),
    constraint ticket_comments_agent_id_fkey foreign key (agent_id) references support_agents (agent_id),
    constraint ticket_comments_contact_id_fkey foreign key (client_id, contact_id) references contacts (client_id,
        contact_id),
    constraint ticket_comments_author_type_check check (author_type in ('agent', 'customer', 'system'))
);
create unique index ticket_comments_ticket_id_external_id_key on ticket_comments (client_id, ticket_id, external_id)
    where external_id is not null;
create index ticket_comments_ticket_id_at_idx on ticket_comments (client_id, ticket_id, at);
create index ticket_comments_agent_id_idx on ticket_comments (agent_id);
create index ticket_comments_contact_id_idx on ticket_comments (client_id, contact_id);

--changeset cs:support:ticket_status_changes
-- The change_id of a synced change is made from the remote event's id, so an overlapping page adds nothing.
create table ticket_status_changes (
    client_id text not null,
    ticket_id text not null,
    at timestamptz not null,
    change_id text not null,
    from_status text,
    to_status text not null,
    actor text not null,
    constraint ticket_status_changes_pkey primary key (client_id, ticket_id, at, change_id),
    constraint ticket_status_changes_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint ticket_status_changes_ticket_id_fkey foreign key (client_id, ticket_id) references tickets
        (client_id, ticket_id),
    constraint ticket_status_changes_from_status_check check (from_status in ('open', 'pending', 'in_progress',
        'waiting_on_customer', 'resolved', 'closed')),
    constraint ticket_status_changes_to_status_check check (to_status in ('open', 'pending', 'in_progress',
        'waiting_on_customer', 'resolved', 'closed'))
);
create index ticket_status_changes_at_idx on ticket_status_changes (client_id, at);

--changeset cs:support:kb_words
-- array_to_string is not immutable for every element type, so a generated column refuses it; for text it is.
create function kb_words(words text[]) returns text
    language sql immutable parallel safe
    as $$ select pg_catalog.array_to_string(words, ' ') $$;

--changeset cs:support:kb_articles
-- kb_words(text[]) is our immutable wrapper of array_to_string (which a generated column refuses). Empty
-- allowed_tiers means all. Views and votes are counted from the tables below, not kept here.
create table kb_articles (
    article_id text not null,
    title text not null,
    summary text,
    body text not null,
    category text,
    subcategory text,
    tags text[] not null default '{}',
    search_keywords text[] not null default '{}',
    audience text not null default 'customer',
    allowed_tiers text[] not null default '{}',
    status text not null default 'draft',
    author text not null,
    article_version int not null default 1,
    draft_version int,
    published_at timestamptz,
    version int not null default 1,
    search tsvector not null generated always as (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', kb_words(tags) || ' ' || kb_words(search_keywords)), 'B')
        || setweight(to_tsvector('english', coalesce(summary, '')), 'C')
        || setweight(to_tsvector('english', body), 'D')
    ) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint kb_articles_pkey primary key (article_id),
    constraint kb_articles_audience_check check (audience in ('customer', 'internal')),
    constraint kb_articles_status_check check (status in ('draft', 'published', 'archived')),
    constraint kb_articles_article_version_check check (article_version >= 0),
    constraint kb_articles_version_check check (version >= 0)
);
create index kb_articles_search_idx on kb_articles using gin (search);
create index kb_articles_title_trgm_idx on kb_articles using gin (lower(title) gin_trgm_ops);
create index kb_articles_status_category_idx on kb_articles (status, category);

--changeset cs:support:kb_article_versions
create table kb_article_versions (
    article_id text not null,
    article_version int not null,
    title text not null,
    summary text,
    body text not null,
    state text not null,
    author text not null,
    change_note text,
    at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint kb_article_versions_pkey primary key (article_id, article_version),
    constraint kb_article_versions_article_id_fkey foreign key (article_id) references kb_articles (article_id),
    constraint kb_article_versions_article_version_check check (article_version >= 0),
    constraint kb_article_versions_state_check check (state in ('draft', 'live', 'superseded'))
);
create unique index kb_article_versions_draft_key on kb_article_versions (article_id) where state = 'draft';
create unique index kb_article_versions_live_key on kb_article_versions (article_id) where state = 'live';

--changeset cs:support:kb_searches
-- Only normalised queries, nobody's name in them.
create table kb_searches (
    search_id text not null,
    at timestamptz not null,
    client_id text,
    query text not null,
    category text,
    source text not null,
    result_count int not null default 0,
    partial_count int not null default 0,
    constraint kb_searches_pkey primary key (search_id),
    constraint kb_searches_result_count_check check (result_count >= 0),
    constraint kb_searches_partial_count_check check (partial_count >= 0)
);
create index kb_searches_query_at_idx on kb_searches (query, at);
create index kb_searches_at_idx on kb_searches (at);
create index kb_searches_client_id_at_idx on kb_searches (client_id, at);

--changeset cs:support:kb_article_views
create table kb_article_views (
    article_id text not null,
    day date not null,
    view_count int not null default 0,
    constraint kb_article_views_pkey primary key (article_id, day),
    constraint kb_article_views_view_count_check check (view_count >= 0)
);
create index kb_article_views_day_idx on kb_article_views (day);

--changeset cs:support:kb_votes
create table kb_votes (
    article_id text not null,
    voter_hash text not null,
    helpful boolean not null default false,
    at timestamptz not null,
    constraint kb_votes_pkey primary key (article_id, voter_hash)
);

--changeset cs:support:portal_settings
-- No row means the defaults.
create table portal_settings (
    client_id text not null,
    features jsonb not null default '{}',
    logo_url text,
    primary_color text,
    welcome_text text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint portal_settings_pkey primary key (client_id),
    constraint portal_settings_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint portal_settings_version_check check (version >= 0)
);

--changeset cs:support:portal_domains
-- custom_domain and domain_status of the portal's branding; a host name belongs to one client.
create table portal_domains (
    custom_domain text not null,
    client_id text not null,
    domain_status text not null default 'unverified',
    verified_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint portal_domains_pkey primary key (custom_domain),
    constraint portal_domains_client_id_key unique (client_id),
    constraint portal_domains_client_id_fkey foreign key (client_id) references client_names (client_id),
    constraint portal_domains_domain_status_check check (domain_status in ('unverified', 'verified')),
    constraint portal_domains_custom_domain_check check (custom_domain = lower(custom_domain))
);

--changeset cs:support:portal_resources
create table portal_resources (
    client_id text not null,
    resource_id text not null,
    type text not null,
    title text not null,
    description text,
    url text not null,
    added_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint portal_resources_pkey primary key (client_id, resource_id),
    constraint portal_resources_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint portal_resources_type_check check (type in ('documentation', 'downloads', 'training', 'api_docs'))
);

--changeset cs:support:portal_resource_views
create table portal_resource_views (
    client_id text not null,
    day date not null,
    resource_id text not null,
    view_count int not null default 0,
    constraint portal_resource_views_pkey primary key (client_id, day, resource_id),
    constraint portal_resource_views_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint portal_resource_views_resource_id_fkey foreign key (client_id, resource_id) references
        portal_resources (client_id, resource_id),
    constraint portal_resource_views_view_count_check check (view_count >= 0)
);
create index portal_resource_views_resource_id_idx on portal_resource_views (client_id, resource_id);

--changeset cs:support:portal_visits
create table portal_visits (
    client_id text not null,
    day date not null,
    visit_count int not null default 0,
    user_count int not null default 0,
    kb_view_count int not null default 0,
    constraint portal_visits_pkey primary key (client_id, day),
    constraint portal_visits_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint portal_visits_visit_count_check check (visit_count >= 0),
    constraint portal_visits_user_count_check check (user_count >= 0),
    constraint portal_visits_kb_view_count_check check (kb_view_count >= 0)
);

--changeset cs:support:foreign_keys
-- Keys of tables made earlier to tables made here.
create index escalations_ticket_id_idx on escalations (client_id, ticket_id);
alter table escalations
    add constraint escalations_ticket_id_fkey
    foreign key (client_id, ticket_id) references tickets (client_id, ticket_id);

--changeset cs:support:tickets_satisfaction_at
create index tickets_satisfaction_at_idx on tickets (satisfaction_at) where satisfaction_at is not null;

--changeset cs:support:tickets_agent_id_resolved_at_idx runInTransaction:false
-- What an agent has resolved lately; and all of an agent's, for which there was an index before.
drop index concurrently if exists tickets_agent_id_resolved_at_idx;
create index concurrently tickets_agent_id_resolved_at_idx on tickets (agent_id, resolved_at);
drop index concurrently if exists tickets_agent_id_idx;

--changeset cs:support:kb_articles_search_storage
-- In the row, compressed: a search for a frequent word ranks every article that has it, and fetched each from elsewhere.
alter table kb_articles alter column search set storage main;

--changeset cs:support:ticket_status_changes_ended_idx runInTransaction:false
-- What was resolved, closed or opened again in a period, of all clients.
drop index concurrently if exists ticket_status_changes_ended_idx;
create index concurrently ticket_status_changes_ended_idx on ticket_status_changes (at)
    where to_status in ('resolved', 'closed') or from_status in ('resolved', 'closed');

--changeset cs:support:ticket_comments_is_unsent
-- The other system of the ticket never took it.
alter table ticket_comments add column is_unsent boolean not null default false;
