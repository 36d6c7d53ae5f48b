--liquibase formatted sql logicalFilePath:db/platform.sql

--changeset cs:platform:api_keys
-- last_used_at is written at most once a minute.
create table api_keys (
    key_id text not null,
    name text not null,
    hash text not null,
    scopes text[] not null default '{}',
    rate_limit_per_minute int not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint api_keys_pkey primary key (key_id),
    constraint api_keys_hash_key unique (hash)
);

--changeset cs:platform:audit_log
-- Append-only: the service's role may insert and select. Each entry is hash-chained to the one before it in its
-- chain, so that a missing or changed row shows.
create table audit_log (
    at timestamptz not null,
    entry_id text not null,
    principal text not null,
    tool text not null,
    action text not null,
    object_ids text[] not null default '{}',
    outcome text not null,
    request_id text,
    chain smallint not null,
    chain_seq bigint not null,
    previous_hash text not null,
    entry_hash text not null,
    constraint audit_log_pkey primary key (at, entry_id),
    constraint audit_log_at_chain_chain_seq_key unique (at, chain, chain_seq)
) partition by range (at);
create index audit_log_principal_at_idx on audit_log (principal, at);
create index audit_log_object_ids_idx on audit_log using gin (object_ids);

--changeset cs:platform:audit_chains
-- Sixteen rows. A writer locks the row of hash(principal) mod 16, so writers queue only within a chain; the head
-- also shows a cut-off end, and first_kept_seq where retention cut the beginning.
create table audit_chains (
    chain smallint not null,
    last_seq bigint not null default 0,
    last_hash text not null default '',
    first_kept_seq bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint audit_chains_pkey primary key (chain)
);

--changeset cs:platform:jobs
-- No personal data in the arguments. It survives restarts of both tiers; JobRunr's own tables stay JobRunr's, in
-- their own schema.
create table jobs (
    job_id text not null,
    tool text not null,
    arguments jsonb not null,
    arguments_hash text not null,
    principal text not null,
    status text not null default 'queued',
    progress_done bigint not null default 0,
    progress_total bigint,
    message text,
    result jsonb,
    error jsonb,
    submitted_at timestamptz not null,
    not_before_at timestamptz,
    started_at timestamptz,
    lease_until timestamptz,
    cancel_requested_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz,
    trace_parent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint jobs_pkey primary key (job_id),
    constraint jobs_status_check check (status in ('queued', 'working', 'input_required', 'completed', 'failed',
        'cancelled'))
);
create unique index jobs_open_key on jobs (principal, tool, arguments_hash)
    where status in ('queued', 'working', 'input_required');
create index jobs_status_submitted_at_idx on jobs (status, submitted_at);
create index jobs_principal_submitted_at_idx on jobs (principal, submitted_at desc);
create index jobs_expires_at_idx on jobs (expires_at);

--changeset cs:platform:job_chunks
create table job_chunks (
    job_id text not null,
    chunk_no int not null,
    first_client_id text,
    last_client_id text,
    client_count int not null default 0,
    status text not null default 'pending',
    attempts int not null default 0,
    result jsonb,
    finished_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint job_chunks_pkey primary key (job_id, chunk_no),
    constraint job_chunks_job_id_fkey foreign key (job_id) references jobs (job_id),
    constraint job_chunks_chunk_no_check check (chunk_no >= 0),
    constraint job_chunks_client_count_check check (client_count >= 0),
    constraint job_chunks_status_check check (status in ('pending', 'working', 'done', 'failed')),
    constraint job_chunks_attempts_check check (attempts >= 0)
);
create index job_chunks_job_id_status_idx on job_chunks (job_id, status);

--changeset cs:platform:refresh_runs
-- How fresh the stored results of health, risk, renewals, expansion are.
create table refresh_runs (
    name text not null,
    as_of date,
    started_at timestamptz,
    finished_at timestamptz,
    client_count int not null default 0,
    model_version int,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint refresh_runs_pkey primary key (name),
    constraint refresh_runs_client_count_check check (client_count >= 0),
    constraint refresh_runs_model_version_check check (model_version >= 0)
);

--changeset cs:platform:idempotency_keys
create table idempotency_keys (
    principal text not null,
    key text not null,
    tool text not null,
    arguments_hash text not null,
    result jsonb,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (principal, key)
);
create index idempotency_keys_expires_at_idx on idempotency_keys (expires_at);

--changeset cs:platform:confirmations
-- fingerprint is of the versions and the audience that the preview showed.
create table confirmations (
    token_hash text not null,
    principal text not null,
    tool text not null,
    arguments_hash text not null,
    fingerprint text,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint confirmations_pkey primary key (token_hash)
);
create index confirmations_expires_at_idx on confirmations (expires_at);

--changeset cs:platform:staff_mails
-- Mail to colleagues and test addresses: shared insights, newsletter tests; delivered as email_messages are,
-- without tracking.
create table staff_mails (
    mail_id text not null,
    recipient_email text not null,
    subject text not null,
    body_text text not null,
    ref_table text not null,
    ref_id text not null,
    status text not null default 'queued',
    attempts int not null default 0,
    next_attempt_at timestamptz not null,
    lease_until timestamptz,
    sent_at timestamptz,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint staff_mails_pkey primary key (mail_id),
    constraint staff_mails_status_check check (status in ('queued', 'sending', 'sent', 'failed',
        'skipped_no_provider')),
    constraint staff_mails_attempts_check check (attempts >= 0)
);
create index staff_mails_next_attempt_at_idx on staff_mails (next_attempt_at) where status = 'queued';

--changeset cs:platform:table_partitions
-- One row per partition ever made.
create table table_partitions (
    table_name text not null,
    month date not null,
    dropped_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint table_partitions_pkey primary key (table_name, month)
);

--changeset cs:platform:foreign_keys
-- Keys of tables made earlier to tables made here.
create index imports_job_id_idx on imports (job_id);
alter table imports
    add constraint imports_job_id_fkey
    foreign key (job_id) references jobs (job_id);

--changeset cs:platform:audit_log_chain_idx runInTransaction:false splitStatements:false stripComments:false
-- The order in which a chain is verified. Partition by partition, each in its own transaction, so that what is
-- being audited meanwhile waits for the index of its own month at most.
do $body$
declare
    part record;
begin
    create index if not exists audit_log_chain_chain_seq_idx on only audit_log (chain, chain_seq);
    commit;
    for part in
        select c.relname as name, c.relname || '_chain_chain_seq_idx' as index_name
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'audit_log'::regclass
        order by c.relname
    loop
        execute format('create index if not exists %I on %I (chain, chain_seq)', part.index_name, part.name);
        execute format('alter index audit_log_chain_chain_seq_idx attach partition %I', part.index_name);
        commit;
    end loop;
end
$body$;

--changeset cs:platform:jobs_retry_of
-- The failed job that this one runs again, at an operator's word; its own row goes earlier.
alter table jobs add column retry_of text;

--changeset cs:platform:api_keys_principal_id
-- The first key that this one came of by rotation, as which its holder goes on; absent: it is the first itself.
alter table api_keys add column principal_id text;
