--liquibase formatted sql logicalFilePath:db/feedback.sql

--changeset cs:feedback:feedback
-- A tag equal to a feature key links the item to that feature. decided_at is the first move to planned,
-- in_progress, shipped, declined or closed.
create table feedback (
    client_id text not null,
    feedback_id text not null,
    type text not null,
    source text not null,
    source_ref text,
    response_id text,
    contact_email text,
    submitter_name text,
    title text,
    content_text text,
    category text,
    subcategory text,
    tags text[] not null default '{}',
    priority text not null default 'medium',
    status text not null default 'new',
    language text,
    sentiment text,
    sentiment_score double precision,
    sentiment_confidence double precision,
    sentiment_method text,
    sentiment_version text,
    sentiment_gap text,
    hit_count int,
    assigned_team text not null,
    follow_up_by date,
    loop_outcome text,
    loop_notified boolean not null default false,
    loop_closed_at timestamptz,
    decided_at timestamptz,
    received_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint feedback_pkey primary key (client_id, feedback_id),
    constraint feedback_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint feedback_response_id_fkey foreign key (client_id, response_id) references survey_responses
        (client_id, response_id),
    constraint feedback_type_check check (type in ('nps', 'csat', 'ces', 'feature_request', 'bug_report',
        'product_feedback', 'service_feedback', 'general')),
    constraint feedback_source_check check (source in ('survey', 'in_app', 'email', 'call', 'meeting', 'ticket',
        'social_media', 'review_site', 'community', 'other')),
    constraint feedback_category_check check (category in ('product', 'service', 'support', 'billing',
        'documentation', 'onboarding', 'performance', 'integration', 'security', 'other')),
    constraint feedback_priority_check check (priority in ('critical', 'high', 'medium', 'low')),
    constraint feedback_status_check check (status in ('new', 'triaged', 'planned', 'in_progress', 'shipped',
        'declined', 'closed')),
    constraint feedback_sentiment_check check (sentiment in ('positive', 'neutral', 'negative')),
    constraint feedback_hit_count_check check (hit_count >= 0),
    constraint feedback_assigned_team_check check (assigned_team in ('product', 'finance', 'support',
        'cs_leadership', 'cs')),
    constraint feedback_loop_outcome_check check (loop_outcome in ('shipped', 'declined', 'answered')),
    constraint feedback_sentiment_score_check check (sentiment_score between -1 and 1),
    constraint feedback_sentiment_confidence_check check (sentiment_confidence between 0 and 1),
    constraint feedback_content_check check (title is not null or content_text is not null)
);
create unique index feedback_source_source_ref_key on feedback (client_id, source, source_ref)
    where source_ref is not null;
create unique index feedback_response_id_key on feedback (client_id, response_id) where response_id is not null;
create index feedback_received_at_idx on feedback (received_at, client_id);
create index feedback_title_trgm_idx on feedback using gin (title gin_trgm_ops);
create index feedback_tags_idx on feedback using gin (tags);
create index feedback_client_id_received_at_idx on feedback (client_id, received_at);
create index feedback_feedback_id_idx on feedback (feedback_id);

--changeset cs:feedback:feedback_phrases
create table feedback_phrases (
    client_id text not null,
    item_id text not null,
    phrase text not null,
    item_kind text not null,
    item_day date not null,
    phrase_version text not null,
    constraint feedback_phrases_pkey primary key (client_id, item_id, phrase),
    constraint feedback_phrases_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint feedback_phrases_item_kind_check check (item_kind in ('feedback', 'survey'))
);
create index feedback_phrases_phrase_idx on feedback_phrases (phrase, client_id);
create index feedback_phrases_item_day_idx on feedback_phrases (item_day);

--changeset cs:feedback:insights
create table insights (
    insight_id text not null,
    insight_type text not null,
    title text not null,
    description text not null,
    priority text not null,
    status text not null default 'draft',
    customer_impact_text text,
    business_impact_text text,
    recommended_action_text text,
    recipients text[] not null default '{}',
    links text[] not null default '{}',
    due_date date,
    value_score numeric(5,2),
    resolution_text text,
    delivered_at timestamptz,
    acknowledged_at timestamptz,
    decided_at timestamptz,
    created_by text not null,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint insights_pkey primary key (insight_id),
    constraint insights_insight_type_check check (insight_type in ('feature_request', 'bug_report',
        'usability_feedback', 'performance_feedback', 'integration_request', 'general_product')),
    constraint insights_priority_check check (priority in ('critical', 'high', 'medium', 'low')),
    constraint insights_status_check check (status in ('draft', 'delivered', 'acknowledged', 'accepted',
        'planned', 'shipped', 'declined')),
    constraint insights_value_score_check check (value_score between 0 and 100),
    constraint insights_version_check check (version >= 0)
);
create index insights_title_trgm_idx on insights using gin (title gin_trgm_ops);

--changeset cs:feedback:insight_evidence
create table insight_evidence (
    client_id text not null,
    feedback_id text not null,
    insight_id text not null,
    linked_at timestamptz not null,
    constraint insight_evidence_pkey primary key (client_id, feedback_id, insight_id),
    constraint insight_evidence_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint insight_evidence_feedback_id_fkey foreign key (client_id, feedback_id) references feedback
        (client_id, feedback_id),
    constraint insight_evidence_insight_id_fkey foreign key (insight_id) references insights (insight_id)
);
create index insight_evidence_insight_id_idx on insight_evidence (insight_id);

--changeset cs:feedback:insight_clients
-- Affected clients beyond the evidence.
create table insight_clients (
    client_id text not null,
    insight_id text not null,
    added_by text not null,
    added_at timestamptz not null,
    constraint insight_clients_pkey primary key (client_id, insight_id),
    constraint insight_clients_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint insight_clients_insight_id_fkey foreign key (insight_id) references insights (insight_id)
);
create index insight_clients_insight_id_idx on insight_clients (insight_id);

--changeset cs:feedback:voc_reports
create table voc_reports (
    report_id text not null,
    client_id text,
    report_type text not null,
    period_start date not null,
    period_end date not null,
    audience text not null,
    content jsonb not null,
    source_hash text not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint voc_reports_pkey primary key (report_id),
    constraint voc_reports_client_id_fkey foreign key (client_id) references client_names (client_id),
    constraint voc_reports_report_type_check check (report_type in ('weekly', 'monthly', 'quarterly', 'annual')),
    constraint voc_reports_audience_check check (audience in ('executive', 'product', 'cs_team', 'all'))
);
create unique index voc_reports_source_key on voc_reports (coalesce(client_id, ''), period_start, period_end,
    audience, source_hash);
create index voc_reports_created_at_idx on voc_reports (created_at desc);
create index voc_reports__idx on voc_reports (client_id);

--changeset cs:feedback:roadmap_items
create table roadmap_items (
    item_id text not null,
    title text not null,
    description text,
    status text not null default 'considering',
    target_period text,
    published_at timestamptz,
    shipped_on date,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint roadmap_items_pkey primary key (item_id),
    constraint roadmap_items_status_check check (status in ('considering', 'planned', 'in_progress', 'shipped',
        'declined')),
    constraint roadmap_items_version_check check (version >= 0)
);

--changeset cs:feedback:roadmap_feedback
-- Counts of feedback and clients behind an item come from here.
create table roadmap_feedback (
    client_id text not null,
    feedback_id text not null,
    item_id text not null,
    linked_at timestamptz not null,
    linked_by text not null,
    constraint roadmap_feedback_pkey primary key (client_id, feedback_id, item_id),
    constraint roadmap_feedback_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint roadmap_feedback_feedback_id_fkey foreign key (client_id, feedback_id) references feedback
        (client_id, feedback_id),
    constraint roadmap_feedback_item_id_fkey foreign key (item_id) references roadmap_items (item_id)
);
create index roadmap_feedback_item_id_idx on roadmap_feedback (item_id);

--changeset cs:feedback:feedback_language_tag
-- What the caller says that the text is in; language is what it was read as.
alter table feedback add column language_tag text;

--changeset cs:feedback:feedback_scored_by_idx runInTransaction:false
-- What is still to be scored, or was scored by an earlier version.
drop index concurrently if exists feedback_scored_by_idx;
create index concurrently feedback_scored_by_idx on feedback ((sentiment_method || ' ' || sentiment_version));
