--liquibase formatted sql logicalFilePath:db/roles.sql
-- What the service's role has done for it, as it owns nothing. Who may execute it is granted after the migrations, with
-- all other rights, because the names of the roles are the deployment's.

--changeset cs:roles:make_partition splitStatements:false stripComments:false
-- Made apart and then attached, because "create table ... partition of" locks out every reader of the table, and
-- attaching does not. A partition has the rights of its table and not those that any new table gets: on the
-- audit log these are fewer.
create function public.make_partition(of_table text, of_month date) returns void
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
as $body$
declare
    part text;
    of_role record;
begin
    if of_table is null or of_table not in ('usage_events', 'usage_hourly', 'audit_log') then
        raise exception 'not a partitioned table: %', of_table using errcode = 'invalid_parameter_value';
    end if;
    if of_month is null or extract(day from of_month) <> 1
        or of_month not between date '1990-01-01' and date '2100-12-01' then
        raise exception 'not the first day of a month from 1990 to 2100: %', of_month
            using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('table_partitions', 0));
    if exists (select from public.table_partitions where table_name = of_table and month = of_month) then
        raise exception 'the partition of % for % was made already', of_table, to_char(of_month, 'YYYY-MM')
            using errcode = 'duplicate_table';
    end if;

    part := of_table || to_char(of_month, '_YYYY_MM');
    execute format(
        'create table public.%I (like public.%I including defaults including constraints including indexes)',
        part, of_table);
    if of_table = 'usage_events' then
        -- The key of the whole table needs occurred_at; within a month an event is known by its id alone.
        execute format('create unique index %I on public.%I (client_id, event_id)', part || '_event_id_key', part);
    end if;
    for of_role in
        select distinct case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end as name
        from pg_class c cross join aclexplode(c.relacl) acl
        where c.oid = format('public.%I', part)::regclass and acl.grantee <> c.relowner
    loop
        execute format('revoke all on public.%I from %s', part, of_role.name);
    end loop;
    for of_role in
        select case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end as name,
            acl.privilege_type as may
        from pg_class c cross join aclexplode(c.relacl) acl
        where c.oid = format('public.%I', of_table)::regclass and acl.grantee <> c.relowner
    loop
        execute format('grant %s on public.%I to %s', of_role.may, part, of_role.name);
    end loop;
    execute format(
        'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
        of_table, part,
        to_char(of_month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(of_month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    insert into public.table_partitions (table_name, month) values (of_table, of_month);
end
$body$;
revoke all on function public.make_partition(text, date) from public;

--changeset cs:roles:drop_usage_month splitStatements:false stripComments:false
-- Drops a month of events, and of hours with it; false when it cannot be now. Writers of that month wait from the first
-- lock on, so no event comes between the count and the drop. The drop itself locks out every reader of the
-- table for a moment, and is given up where it would have to wait long for that moment.
create function public.drop_usage_month(of_month date) returns boolean
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
    set lock_timeout = '5s'
as $body$
declare
    part text := 'usage_events' || to_char(of_month, '_YYYY_MM');
    next_month date := (of_month + interval '1 month')::date;
begin
    if of_month is null or extract(day from of_month) <> 1 or next_month > (now() at time zone 'UTC')::date then
        raise exception 'not the first day of a month that is over: %', of_month using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('drop_usage_month', 0)) then
        return false;
    end if;
    if (select min(month) from public.table_partitions where table_name = 'usage_events' and dropped_at is null)
        is distinct from of_month then
        raise exception 'not the oldest month of usage_events that is kept: %', to_char(of_month, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
    end if;

    execute format('lock table public.%I in share mode', part);
    if exists (select from public.usage_dirty_days where day >= of_month and day < next_month) then
        return false;
    end if;
    -- A recount finds these no more.
    execute format(
        $sql$
        update public.usage_user_features f
        set unkept_day_count = f.unkept_day_count + gone.day_count,
            unkept_event_count = f.unkept_event_count + gone.event_count
        from (
            select client_id, feature_key, user_key, count(*) as event_count,
                count(distinct (occurred_at at time zone 'UTC')::date) as day_count
            from public.%I
            where feature_key is not null
            group by client_id, feature_key, user_key
        ) gone
        where (f.client_id, f.feature_key, f.user_key) = (gone.client_id, gone.feature_key, gone.user_key)
        $sql$, part);
    perform pg_advisory_xact_lock(hashtextextended('table_partitions', 0));
    execute format('drop table public.%I', part);
    execute format('drop table if exists public.%I', 'usage_hourly' || to_char(of_month, '_YYYY_MM'));
    update public.table_partitions
    set dropped_at = now(), updated_at = now()
    where table_name in ('usage_events', 'usage_hourly') and month = of_month;
    return true;
end
$body$;
revoke all on function public.drop_usage_month(date) from public;

--changeset cs:roles:drop_audit_month splitStatements:false stripComments:false
-- Cuts the beginning of the audit log: the oldest month goes, with what its chains hold before its last entry, and
-- audit_chains says where each begins from then on. Says what came of it: dropped; busy, when somebody reads or writes for
-- longer than writers can be kept waiting; broken, when an entry is missing or one too many, since that is evidence.
-- A year is kept whatever is asked, so that whoever gets hold of the service cannot cover recent tracks.
create function public.drop_audit_month(of_month date) returns text
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
    set lock_timeout = '2s'
as $body$
declare
    part text := 'audit_log' || to_char(of_month, '_YYYY_MM');
    until timestamptz := (of_month + interval '1 month') at time zone 'UTC';
    is_whole boolean;
begin
    if of_month is null or extract(day from of_month) <> 1 or until > now() - interval '1 year' then
        raise exception 'not the first day of a month that ended a year ago: %', of_month
            using errcode = 'invalid_parameter_value';
    end if;
    if (select min(month) from public.table_partitions where table_name = 'audit_log' and dropped_at is null)
        is distinct from of_month then
        raise exception 'not the oldest month of audit_log that is kept: %', to_char(of_month, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
    end if;

    -- A writer locks its chain before all else, so from here on nobody has an entry under way. Readers go on.
    lock table public.audit_chains in exclusive mode;
    -- Clocks of writers differ by moments, so the first hours of the next month may hold entries of before the last one here.
    execute format(
        $sql$
        with cut as (
            select chain, max(chain_seq) as last_seq from public.%I group by chain
        ), gone as (
            select l.chain, count(*) as entry_count, count(distinct l.chain_seq) as seq_count,
                min(l.chain_seq) as first_seq
            from public.audit_log l join cut on l.chain = cut.chain and l.chain_seq <= cut.last_seq
            where l.at < $1 + interval '1 day'
            group by l.chain
        )
        select coalesce(bool_and(coalesce(head.last_seq >= cut.last_seq
            and gone.first_seq = head.first_kept_seq
            and gone.entry_count = cut.last_seq - head.first_kept_seq + 1
            and gone.seq_count = gone.entry_count, false)), true)
        from cut join gone using (chain) left join public.audit_chains head using (chain)
        $sql$, part) into is_whole using until;
    if not is_whole then
        return 'broken';
    end if;
    execute format(
        $sql$
        with cut as (
            select chain, max(chain_seq) + 1 as first_kept_seq from public.%I group by chain
        ), late as (
            delete from public.audit_log l using cut
            where l.chain = cut.chain and l.chain_seq < cut.first_kept_seq and l.at >= $1
        )
        update public.audit_chains head
        set first_kept_seq = cut.first_kept_seq, updated_at = now()
        from cut
        where head.chain = cut.chain
        $sql$, part) using until;
    perform pg_advisory_xact_lock(hashtextextended('table_partitions', 0));
    execute format('drop table public.%I', part);
    update public.table_partitions
    set dropped_at = now(), updated_at = now()
    where table_name = 'audit_log' and month = of_month;
    return 'dropped';
exception
    when lock_not_available then
        return 'busy';
end
$body$;
revoke all on function public.drop_audit_month(date) from public;

--changeset cs:roles:analyze_import_staging splitStatements:false stripComments:false
-- A staging table fills within seconds, faster than PostgreSQL looks at it by itself: planned as if it were empty, a
-- check of its rows against each other would read all of them for each.
create function public.analyze_import_staging(of_kind text) returns void
    language plpgsql
    security definer
    set search_path = pg_catalog, public, pg_temp
as $body$
begin
    if of_kind is null or of_kind !~ '^[a-z_]{1,40}$'
        or to_regclass('public.import_staging_' || of_kind) is null then
        raise exception 'not a kind of import: %', of_kind using errcode = 'invalid_parameter_value';
    end if;
    execute format('analyze public.%I', 'import_staging_' || of_kind);
end
$body$;
revoke all on function public.analyze_import_staging(text) from public;
