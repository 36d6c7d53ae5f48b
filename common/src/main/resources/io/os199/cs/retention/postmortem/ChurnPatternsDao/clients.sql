-- The clients that a filter lets through, with whether each was live when a period began.
--
-- Parameters: periodStart, periodEnd date, the end not in it; tier, csmHash, segmentId text and minArrAmount numeric, each null for any.
-- Of somebody who left in the period minArrAmount is held against what was lost.
clients_of as materialized (
    select c.client_id, c.tier, c.contract_value, began.started_on,
           began.started_on < :periodStart::date
               and not exists (
                   select from churn_events e
                    where e.client_id = c.client_id and e.churned_on < :periodStart::date
                      and not exists (select from lifecycle_transitions t
                                       where t.client_id = c.client_id and t.from_stage = 'churned'
                                         and t.changed_at >= (e.churned_on + 1)::timestamp at time zone 'UTC'
                                         and t.changed_at < :periodStart::date::timestamp at time zone 'UTC')) as was_live_at_start,
           exists (select from churn_events e
                    where e.client_id = c.client_id and e.churned_on >= :periodStart::date
                      and e.churned_on < :periodEnd::date) as has_left
      from clients c
     cross join lateral (
           select coalesce((select min(k.start_date) from contracts k where k.client_id = c.client_id and k.status <> 'draft'),
                  c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
     where (:tier::text is null or c.tier = :tier)
       and (:csmHash::text is null or encode(sha256(convert_to(lower(c.csm), 'UTF8')), 'hex') = :csmHash)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
)
