-- The interactions between the client and us, newest first, each with the stage of its stay: touchpoints and opened
-- tickets.
-- Parameters: clientId text; asOf date; periodStart, periodEnd date, stage text, may be null; afterAt timestamptz and
-- afterId text, may be null: the last one of the page before; most int.
with {{io.os199.cs.onboarding.journey.spans}},
contact as (
    select t.occurred_at, t.touchpoint_id as id, t.kind, t.direction, t.subject, t.note_text as note, null as outcome
      from touchpoints t
     where t.client_id = :clientId
    union all
    select k.opened_at, k.ticket_id, 'ticket', 'inbound', k.subject, null, k.status
      from tickets k
     where k.client_id = :clientId and k.deleted_at is null
),
chosen as (
    select e.*, s.stage, count(*) over () as total_count
      from contact e
     cross join bounds
      join span s on e.occurred_at >= s.from_at and e.occurred_at < s.to_at
     where e.occurred_at < bounds.until and e.occurred_at >= bounds.period_from and e.occurred_at < bounds.period_until
       and (:stage::text is null or s.stage = :stage)
)
select c.*
  from chosen c
 where :afterAt::timestamptz is null or (c.occurred_at, c.id) < (:afterAt::timestamptz, :afterId)
 order by c.occurred_at desc, c.id desc
 limit :most
