--liquibase formatted sql logicalFilePath:db/usage.sql

--changeset cs:usage:usage_events
-- On each partition also a unique index (client_id, event_id): event_id makes ingestion idempotent within its
-- month.
create table usage_events (
    client_id text not null,
    occurred_at timestamptz not null,
    event_id text not null,
    user_key text not null,
    feature_key text,
    event_type text not null,
    session_id text,
    duration_seconds int,
    quantity numeric,
    source text not null,
    constraint usage_events_pkey primary key (client_id, occurred_at, event_id),
    constraint usage_events_duration_seconds_check check (duration_seconds >= 0)
) partition by range (occurred_at);

--changeset cs:usage:usage_daily_features
create table usage_daily_features (
    client_id text not null,
    day date not null,
    feature_key text not null,
    event_count int not null default 0,
    user_count int not null default 0,
    minutes numeric(12,2) not null default 0,
    quantity numeric not null default 0,
    constraint usage_daily_features_pkey primary key (client_id, day, feature_key),
    constraint usage_daily_features_event_count_check check (event_count >= 0),
    constraint usage_daily_features_user_count_check check (user_count >= 0)
);
create index usage_daily_features_day_idx on usage_daily_features using brin (day);

--changeset cs:usage:usage_daily_users
-- A row means at least one event.
create table usage_daily_users (
    client_id text not null,
    day date not null,
    user_key text not null,
    event_count int not null,
    session_count int not null default 0,
    minutes numeric(12,2) not null default 0,
    feature_count int not null default 0,
    constraint usage_daily_users_pkey primary key (client_id, day, user_key),
    constraint usage_daily_users_session_count_check check (session_count >= 0),
    constraint usage_daily_users_feature_count_check check (feature_count >= 0),
    constraint usage_daily_users_event_count_check check (event_count > 0)
);
create index usage_daily_users_day_idx on usage_daily_users using brin (day);

--changeset cs:usage:usage_hourly
create table usage_hourly (
    client_id text not null,
    hour_start timestamptz not null,
    event_count int not null default 0,
    user_count int not null default 0,
    constraint usage_hourly_pkey primary key (client_id, hour_start),
    constraint usage_hourly_event_count_check check (event_count >= 0),
    constraint usage_hourly_user_count_check check (user_count >= 0)
) partition by range (hour_start);

--changeset cs:usage:usage_user_features
-- adopted_on is the third distinct day of use. A day after last_used_on adds one; a late day recounts that
-- triple from events.
create table usage_user_features (
    client_id text not null,
    feature_key text not null,
    user_key text not null,
    first_used_on date not null,
    last_used_on date not null,
    use_day_count int not null default 0,
    adopted_on date,
    event_count bigint not null default 0,
    constraint usage_user_features_pkey primary key (client_id, feature_key, user_key),
    constraint usage_user_features_use_day_count_check check (use_day_count >= 0)
);
create index usage_user_features_user_key_idx on usage_user_features (client_id, user_key);

--changeset cs:usage:product_users
create table product_users (
    client_id text not null,
    user_key text not null,
    contact_id text,
    role text,
    first_seen_on date not null,
    last_seen_on date not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint product_users_pkey primary key (client_id, user_key),
    constraint product_users_client_id_fkey foreign key (client_id) references clients (client_id),
    constraint product_users_contact_id_fkey foreign key (client_id, contact_id) references contacts (client_id,
        contact_id)
);
create index product_users_contact_id_idx on product_users (client_id, contact_id);

--changeset cs:usage:usage_dirty_days
-- The rollup queue: set by ingest and import, deleted in the transaction that rewrites the rollups of that
-- client and day.
create table usage_dirty_days (
    client_id text not null,
    day date not null,
    marked_at timestamptz not null,
    constraint usage_dirty_days_pkey primary key (client_id, day)
);
create index usage_dirty_days_marked_at_idx on usage_dirty_days (marked_at);

--changeset cs:usage:usage_user_features_unkept
-- What a recount from the events cannot find: the part whose events are not kept, because retention dropped their months
-- or because only totals were ever brought. Until here nothing wrote events, so that is all there is. The count of the
-- last day tells a day that is counted again from one that comes new.
alter table usage_user_features
    add column last_day_event_count bigint not null default 0,
    add column unkept_day_count int not null default 0,
    add column unkept_event_count bigint not null default 0,
    add constraint usage_user_features_unkept_day_count_check check (unkept_day_count >= 0);
update usage_user_features set unkept_day_count = use_day_count, unkept_event_count = event_count;

--changeset cs:usage:usage_dirty_days_claim_idx runInTransaction:false
-- The order of the claim, with the days that one body marked at the same instant.
drop index concurrently if exists usage_dirty_days_claim_idx;
create index concurrently usage_dirty_days_claim_idx on usage_dirty_days (marked_at, client_id, day);

--changeset cs:usage:usage_dirty_days_marked_at_idx runInTransaction:false
-- The one before has what this had.
drop index concurrently if exists usage_dirty_days_marked_at_idx;

--changeset cs:usage:usage_dirty_days_mark_id
-- Who rewrites a day sees by the id of its mark whether events came meanwhile. An id never comes again: a count would,
-- when a day is rolled up by another, its mark deleted, and then marked anew.
alter table usage_dirty_days add column mark_id uuid not null default gen_random_uuid();
