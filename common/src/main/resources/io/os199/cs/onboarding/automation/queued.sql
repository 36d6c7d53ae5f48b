-- A run for each occurrence that fires and has none; its id is a TypeID whose time is :now.
insert into automation_runs (client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status, detail, created_at,
       updated_at)
select o.client_id, 'run_' || id.base32, o.automation_id, o.occurrence_key, :now::timestamptz, o.due_at, 'pending',
       jsonb_strip_nulls(jsonb_build_object('sequence', o.sequence, 'about', o.about, 'alerts', o.alerts,
                                            'escalates', o.escalates)), :now::timestamptz, :now::timestamptz
  from occurrence o
 cross join lateral (
       select b'00' || ('x' || lpad(to_hex((extract(epoch from :now::timestamptz) * 1000)::bigint), 12, '0')
                            || '7' || substr(hash.hex, 1, 3) || 'a' || substr(hash.hex, 4, 15))::bit(128) as bits
         from (select md5(concat_ws(' ', o.client_id, o.automation_id, o.occurrence_key)) as hex) hash) uuid
 cross join lateral (
       select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(uuid.bits from 5 * n + 1 for 5)::bit(5)::int, 1),
                         '' order by n) as base32
         from generate_series(0, 25) n) id
 where o.is_on and o.fires
    on conflict (client_id, automation_id, occurrence_key) do nothing
