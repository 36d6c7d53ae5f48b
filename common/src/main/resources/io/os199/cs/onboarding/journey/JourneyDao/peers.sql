-- How long other clients stayed in each stage, over stays that ended in the 730 days before the end of a day.
-- Parameters: clientId text; tier text, may be null for all tiers; asOf date.
select t.from_stage as stage, count(*)::int as peer_count,
       percentile_cont(0.5) within group (order by days) as median_days,
       percentile_cont(0.75) within group (order by days) as p75_days
  from (select m.from_stage,
               (m.changed_at at time zone 'UTC')::date
               - (coalesce((select max(b.changed_at) from lifecycle_transitions b
                             where b.client_id = m.client_id and b.changed_at < m.changed_at), c.created_at)
                  at time zone 'UTC')::date as days
          from lifecycle_transitions m
          join clients c on c.client_id = m.client_id
         where m.from_stage is not null and m.client_id <> :clientId and (:tier::text is null or c.tier = :tier)
           and m.changed_at < (:asOf::date + 1)::timestamp at time zone 'UTC'
           and m.changed_at >= (:asOf::date - 729)::timestamp at time zone 'UTC') t
 where t.days >= 0
 group by t.from_stage
