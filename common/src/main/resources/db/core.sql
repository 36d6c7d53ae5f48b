--liquibase formatted sql logicalFilePath:db/core.sql

--changeset cs:core:extensions
create extension if not exists pg_trgm;

--changeset cs:core:client_names
-- The register of clients: one row each, written before clients in the same transaction, with the same name and
-- external id. Names and external ids are resolved here.
create table client_names (
    client_id text not null,
    name text not null,
    name_key text not null generated always as (lower(btrim(name))) stored,
    external_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint client_names_pkey primary key (client_id),
    constraint client_names_name_key unique (name_key),
    constraint client_names_external_id_key unique (external_id)
);
create index client_names_name_key_trgm_idx on client_names using gin (name_key gin_trgm_ops);

--changeset cs:core:clients
-- contract_value is the ARR, kept equal to the values of the active contracts and to the ledger
-- (revenue_movements), which wins where they differ. last_engagement_at is the latest of a touchpoint, a day of
-- product use, and a ticket, public comment, feedback or survey answer by the customer. usage_seq rises by one
-- whenever the client's rollups were rewritten, in that transaction: it is in the cache keys of usage answers.
create table clients (
    client_id text not null,
    name text not null,
    company_name text not null,
    external_id text,
    industry text,
    tier text not null default 'standard',
    value_tier text,
    value_score numeric(5,2),
    value_tier_computed_at timestamptz,
    lifecycle_stage text not null default 'onboarding',
    status text not null default 'active',
    contract_value numeric(14,2) not null default 0,
    contract_start_date date,
    contract_end_date date,
    renewal_date date,
    csm text,
    health_score numeric(5,2),
    health_band text,
    health_trend text,
    health_computed_at timestamptz,
    churn_probability double precision,
    churn_risk_level text,
    churn_predicted_at timestamptz,
    annual_churn_probability double precision,
    acquisition_cost_amount numeric(14,2),
    last_engagement_at timestamptz,
    usage_seq bigint not null default 0,
    tags text[] not null default '{}',
    attributes jsonb not null default '{}',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint clients_pkey primary key (client_id),
    constraint clients_client_id_fkey foreign key (client_id) references client_names (client_id),
    constraint clients_tier_check check (tier in ('starter', 'standard', 'professional', 'enterprise')),
    constraint clients_value_tier_check check (value_tier in ('strategic', 'high', 'mid', 'standard', 'entry')),
    constraint clients_value_score_check check (value_score between 0 and 100),
    constraint clients_lifecycle_stage_check check (lifecycle_stage in ('onboarding', 'adoption', 'active',
        'expansion', 'renewal', 'at_risk', 'churned')),
    constraint clients_status_check check (status in ('active', 'paused', 'churned')),
    constraint clients_health_score_check check (health_score between 0 and 100),
    constraint clients_health_band_check check (health_band in ('healthy', 'watch', 'at_risk', 'critical')),
    constraint clients_health_trend_check check (health_trend in ('improving', 'stable', 'declining')),
    constraint clients_churn_probability_check check (churn_probability between 0 and 1),
    constraint clients_churn_risk_level_check check (churn_risk_level in ('critical', 'high', 'medium', 'low')),
    constraint clients_annual_churn_probability_check check (annual_churn_probability between 0 and 1),
    constraint clients_version_check check (version >= 0),
    constraint clients_contract_value_check check (contract_value >= 0)
);
create index clients_name_idx on clients (lower(name), client_id);
create index clients_health_score_idx on clients (health_score, client_id);
create index clients_contract_value_idx on clients (contract_value desc, client_id);
create index clients_renewal_date_idx on clients (renewal_date, client_id);
create index clients_last_engagement_at_idx on clients (last_engagement_at, client_id);
create index clients_created_at_idx on clients (created_at, client_id);
create index clients_churn_probability_idx on clients (churn_probability desc, client_id);
create index clients_tier_idx on clients (tier);
create index clients_lifecycle_stage_idx on clients (lifecycle_stage);
create index clients_csm_idx on clients (lower(csm));
create index clients_search_trgm_idx on clients using gin (name gin_trgm_ops, company_name gin_trgm_ops,
    external_id gin_trgm_ops);

--changeset cs:core:clients_health_change
alter table clients add health_change_points numeric(6,2), add health_drivers jsonb;
create index clients_health_change_points_idx on clients (health_change_points, client_id);

--changeset cs:core:contacts
create table contacts (
    client_id text not null,
    contact_id text not null,
    name text,
    email text,
    title text,
    role text not null default 'user',
    is_primary boolean not null default false,
    newsletter_opt_in boolean not null default false,
    left_company_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint contacts_pkey primary key (client_id, contact_id),
    constraint contacts_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint contacts_role_check check (role in ('champion', 'decision_maker', 'executive_sponsor', 'admin',
        'user', 'billing'))
);
create unique index contacts_email_key on contacts (client_id, lower(email))
    where left_company_at is null and email is not null;
create unique index contacts_is_primary_key on contacts (client_id) where is_primary;
create index contacts_email_idx on contacts (lower(email));
create index contacts_email_domain_idx on contacts (lower(split_part(email, '@', 2)));
create index contacts_left_company_at_idx on contacts (left_company_at) where left_company_at is not null;

--changeset cs:core:contracts
-- value is ARR; the values of a client's active contracts add up to its ARR, so an amendment carries the
-- (possibly negative) difference. products holds product ids.
create table contracts (
    client_id text not null,
    contract_id text not null,
    type text not null,
    value numeric(14,2) not null,
    billing_frequency text not null default 'annual',
    start_date date not null,
    end_date date,
    renewal_date date,
    auto_renew boolean not null default false,
    notice_period_days int not null default 30,
    payment_terms text,
    payment_status text not null default 'current',
    tier text not null,
    included_users int,
    products text[] not null default '{}',
    addons jsonb not null default '{}',
    discount_rate double precision,
    signed_by text,
    status text not null default 'active',
    terminated_on date,
    external_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint contracts_pkey primary key (client_id, contract_id),
    constraint contracts_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint contracts_type_check check (type in ('new', 'renewal', 'expansion', 'amendment')),
    constraint contracts_billing_frequency_check check (billing_frequency in ('monthly', 'quarterly', 'annual',
        'multi_year')),
    constraint contracts_notice_period_days_check check (notice_period_days >= 0),
    constraint contracts_payment_status_check check (payment_status in ('current', 'late', 'overdue')),
    constraint contracts_tier_check check (tier in ('starter', 'standard', 'professional', 'enterprise')),
    constraint contracts_discount_rate_check check (discount_rate between 0 and 1),
    constraint contracts_status_check check (status in ('draft', 'active', 'expired', 'terminated')),
    constraint contracts_end_date_check check (end_date >= start_date),
    constraint contracts_value_check check (value >= 0 or type = 'amendment'),
    constraint contracts_included_users_check check (included_users > 0)
);
create unique index contracts_external_id_key on contracts (client_id, external_id) where external_id is not null;
create index contracts_status_start_date_idx on contracts (client_id, status, start_date);
create index contracts_renewal_date_idx on contracts (renewal_date) where status = 'active';

--changeset cs:core:payment_status_changes
-- Written with every change of contracts.payment_status.
create table payment_status_changes (
    client_id text not null,
    contract_id text not null,
    changed_at timestamptz not null,
    from_status text,
    to_status text not null,
    constraint payment_status_changes_pkey primary key (client_id, contract_id, changed_at),
    constraint payment_status_changes_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint payment_status_changes_contract_id_fkey foreign key (client_id, contract_id) references contracts
        (client_id, contract_id),
    constraint payment_status_changes_from_status_check check (from_status in ('current', 'late', 'overdue')),
    constraint payment_status_changes_to_status_check check (to_status in ('current', 'late', 'overdue'))
);

--changeset cs:core:contract_limits
-- Allowances other than seats: per month; the price is per unit and year.
create table contract_limits (
    client_id text not null,
    contract_id text not null,
    feature_key text not null,
    included_quantity numeric not null,
    block_quantity numeric not null,
    unit_price_amount numeric(14,4),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint contract_limits_pkey primary key (client_id, contract_id, feature_key),
    constraint contract_limits_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint contract_limits_contract_id_fkey foreign key (client_id, contract_id) references contracts
        (client_id, contract_id)
);

--changeset cs:core:products
-- complements holds product ids.
create table products (
    product_id text not null,
    name text not null,
    family text not null,
    list_price_amount numeric(14,2),
    price_unit text not null default 'flat',
    tiers text[] not null default '{}',
    complements text[] not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint products_pkey primary key (product_id),
    constraint products_price_unit_check check (price_unit in ('per_seat', 'flat'))
);

--changeset cs:core:product_prices
create table product_prices (
    product_id text not null,
    tier text not null,
    valid_from date not null,
    list_price_amount numeric(14,2) not null,
    price_unit text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint product_prices_pkey primary key (product_id, tier, valid_from),
    constraint product_prices_product_id_fkey foreign key (product_id) references products (product_id),
    constraint product_prices_tier_check check (tier in ('starter', 'standard', 'professional', 'enterprise')),
    constraint product_prices_price_unit_check check (price_unit in ('per_seat', 'flat'))
);

--changeset cs:core:features
-- Category integration is reserved for features that connect to other systems.
create table features (
    feature_id text not null,
    product_id text,
    key text not null,
    name text not null,
    category text not null default 'general',
    min_tier text not null default 'starter',
    is_core boolean not null default false,
    released_on date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint features_pkey primary key (feature_id),
    constraint features_key_key unique (key),
    constraint features_product_id_fkey foreign key (product_id) references products (product_id),
    constraint features_min_tier_check check (min_tier in ('starter', 'standard', 'professional', 'enterprise'))
);
create index features_product_id_idx on features (product_id);

--changeset cs:core:timeline_events
-- An event that must be written once has an id derived from what it tells.
create table timeline_events (
    client_id text not null,
    occurred_at timestamptz not null,
    event_id text not null,
    type text not null,
    title text not null,
    detail jsonb not null default '{}',
    impact text not null default 'neutral',
    is_milestone boolean not null default false,
    actor text,
    source text not null,
    ref_id text,
    constraint timeline_events_pkey primary key (client_id, occurred_at, event_id),
    constraint timeline_events_event_id_key unique (client_id, event_id),
    constraint timeline_events_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint timeline_events_type_check check (type in ('registration', 'profile', 'health', 'lifecycle',
        'onboarding', 'training', 'communication', 'support', 'feedback', 'survey', 'renewal', 'contract',
        'expansion', 'risk', 'escalation', 'advocacy', 'review', 'usage', 'note')),
    constraint timeline_events_impact_check check (impact in ('positive', 'neutral', 'negative'))
);
create index timeline_events_type_occurred_at_idx on timeline_events (client_id, type, occurred_at desc);

--changeset cs:core:lifecycle_transitions
create table lifecycle_transitions (
    client_id text not null,
    changed_at timestamptz not null,
    from_stage text,
    to_stage text not null,
    reason text,
    actor text not null,
    constraint lifecycle_transitions_pkey primary key (client_id, changed_at),
    constraint lifecycle_transitions_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint lifecycle_transitions_from_stage_check check (from_stage in ('onboarding', 'adoption', 'active',
        'expansion', 'renewal', 'at_risk', 'churned')),
    constraint lifecycle_transitions_to_stage_check check (to_stage in ('onboarding', 'adoption', 'active',
        'expansion', 'renewal', 'at_risk', 'churned'))
);
create index lifecycle_transitions_changed_at_idx on lifecycle_transitions (changed_at);

--changeset cs:core:contracts_base_contract_id
-- The contract that an amendment belongs to or an expansion renews with: kept, so that it does not move when another contract comes or goes.
alter table contracts add column base_contract_id text;
alter table contracts add constraint contracts_base_contract_id_fkey foreign key (client_id, base_contract_id)
    references contracts (client_id, contract_id) not valid;

--changeset cs:core:contracts_base_contract_id_validated
alter table contracts validate constraint contracts_base_contract_id_fkey;

--changeset cs:core:contracts_base_contract_id_idx runInTransaction:false
drop index concurrently if exists contracts_base_contract_id_idx;
create index concurrently contracts_base_contract_id_idx on contracts (client_id, base_contract_id)
    where base_contract_id is not null;

--changeset cs:core:timeline_events_told_idx runInTransaction:false
-- Services outside are told what became of clients' health and stage since they were told last.
drop index concurrently if exists timeline_events_told_idx;
create index concurrently timeline_events_told_idx on timeline_events (occurred_at)
    where type in ('health', 'lifecycle');
