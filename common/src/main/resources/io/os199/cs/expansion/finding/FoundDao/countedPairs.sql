-- The pairs over all clients that the rule SIMILAR uses, for statements over some of the clients.
with {{pair}}
select coalesce(jsonb_agg(to_jsonb(p)), '[]')::text
  from pair p
 where p.both_count >= 5 and p.confidence >= 0.20 and p.lift >= 1.2
