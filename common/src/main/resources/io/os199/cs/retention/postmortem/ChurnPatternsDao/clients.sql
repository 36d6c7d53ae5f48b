-- The clients that a filter lets through, and whether each was live when a period began.
-- Parameters: periodStart, periodEnd date, the end excluded; tier, csmHash, segmentId text and minArrAmount numeric,
-- each null for any. arr_amount is what a client brings; for a client that left in the period, what it brought before
-- it first left.
clients_of as materialized (
    select c.client_id, c.tier, coalesce(went.arr_amount, c.contract_value) as arr_amount, began.started_on,
           began.started_on < :periodStart::date
               and not exists (
                   select from churn_events e
                    where e.client_id = c.client_id and e.churned_on < :periodStart::date
                      and not exists (select from lifecycle_transitions t
                                       where t.client_id = c.client_id and t.from_stage = 'churned'
                                         and t.changed_at >= e.churned_on::timestamp at time zone 'UTC'
                                         and (t.changed_at > e.created_at
                                              or t.changed_at >= (e.churned_on + 1)::timestamp at time zone 'UTC')
                                         and t.changed_at < :periodStart::date::timestamp at time zone 'UTC')) as was_live_at_start,
           went.arr_amount is not null as has_left
      from clients c
     cross join lateral (
           select coalesce((select min(k.start_date) from contracts k where k.client_id = c.client_id and k.status <> 'draft'),
                  c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
      left join lateral (
           select (select coalesce(sum(m.arr_delta_amount), 0) from revenue_movements m
                    where m.client_id = c.client_id and m.effective_on < min(e.churned_on)) as arr_amount
             from churn_events e
            where e.client_id = c.client_id and e.churned_on >= :periodStart::date and e.churned_on < :periodEnd::date
           having count(*) > 0) went on true
     where (:tier::text is null or c.tier = :tier)
       and (:csmHash::text is null or encode(sha256(convert_to(lower(c.csm), 'UTF8')), 'hex') = :csmHash)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
)
