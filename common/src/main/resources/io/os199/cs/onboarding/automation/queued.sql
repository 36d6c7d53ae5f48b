-- A run for each occurrence that fires and has none; its id is a TypeID whose time is :now. Rows are always inserted
-- in one order, so that two transactions that queue the same runs wait for each other and do not deadlock.
insert into automation_runs (client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status, detail, created_at,
       updated_at)
  with fresh as materialized (
       select o.client_id, o.automation_id, o.occurrence_key, o.due_at,
              jsonb_strip_nulls(jsonb_build_object('sequence', o.sequence, 'about', o.about, 'alerts', o.alerts,
                                                   'escalates', o.escalates)) as detail,
              b'00' || ('x' || lpad(to_hex((extract(epoch from :now::timestamptz) * 1000)::bigint), 12, '0') || '7'
                            || substr(hash.hex, 1, 3) || 'a' || substr(hash.hex, 4, 15))::bit(128) as uuid
         from occurrence o
        cross join lateral (select md5(concat_ws(' ', o.client_id, o.automation_id, o.occurrence_key)) as hex) hash
        where o.is_on and o.fires
          and not exists (select from automation_runs r
                           where r.client_id = o.client_id and r.automation_id = o.automation_id
                             and r.occurrence_key = o.occurrence_key)
       )
select f.client_id, 'run_' || id.base32, f.automation_id, f.occurrence_key, :now::timestamptz, f.due_at, 'pending', f.detail,
       :now::timestamptz, :now::timestamptz
  from fresh f
 cross join lateral (
       select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(f.uuid from 5 * n + 1 for 5)::bit(5)::int, 1),
                         '' order by n) as base32
         from generate_series(0, 25) n) id
 order by f.client_id, f.automation_id, f.occurrence_key
    on conflict (client_id, automation_id, occurrence_key) do nothing
