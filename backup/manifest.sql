-- What a copy of the database must hold: one line a fact. Read by backup/dump and backup/restore.
select format('server %s', current_setting('server_version'));
select format('taken %s', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
select format('size %s', pg_database_size(current_database()));
select format('role %s%s', r.rolname, case when r.rolname = current_user then ' owner' else '' end)
from pg_roles r
where r.rolname = current_user
   or exists (
    select from pg_class c cross join aclexplode(c.relacl) acl
    where c.relnamespace = 'public'::regnamespace and acl.grantee = r.oid)
order by r.rolname;
select format('schema %s %s', count(*), md5(string_agg(id || ' ' || coalesce(md5sum, ''), ',' order by orderexecuted, id)))
from databasechangelog;
-- Of each table that is kept; unlogged ones (what imports have staged) are not.
select format('rows %s.%s %s', n.nspname, c.relname,
    (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from only %I.%I', n.nspname, c.relname), false, true, '')))[1])
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'jobs') and c.relkind = 'r' and c.relpersistence = 'p'
order by n.nspname, c.relname;
select format('sequence %s.%s %s', schemaname, sequencename, coalesce(last_value, 0))
from pg_sequences
where schemaname in ('public', 'jobs')
order by 1;
select format('chain %s %s %s %s', chain, first_kept_seq, last_seq, last_hash) from audit_chains order by chain;
