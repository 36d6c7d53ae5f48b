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
