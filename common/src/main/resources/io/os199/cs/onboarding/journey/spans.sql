bounds as (
    select (:asOf::date + 1)::timestamp at time zone 'UTC' as until,
           coalesce(:periodStart::date::timestamp at time zone 'UTC', '-infinity'::timestamptz) as period_from,
           coalesce(:periodEnd::date::timestamp at time zone 'UTC', 'infinity'::timestamptz) as period_until
),
move as (
    select t.from_stage, t.to_stage, t.changed_at, t.reason,
           lead(t.changed_at) over (order by t.changed_at) as next_at,
           row_number() over (order by t.changed_at) as place
      from lifecycle_transitions t, bounds
     where t.client_id = :clientId and t.changed_at < bounds.until
),
clock as (
    {{io.os199.cs.onboarding.journey.clock}}
),
stay as (
    select coalesce(m.from_stage, 'onboarding') as stage, least(c.created_at, m.changed_at) as entered_at,
           m.changed_at as left_at, null as reason
      from move m
      join clients c on c.client_id = :clientId
     where m.place = 1 and (m.from_stage is not null or c.created_at < m.changed_at)
    union all
    select m.to_stage, m.changed_at, m.next_at, m.reason from move m
    union all
    select coalesce((select t.from_stage from lifecycle_transitions t, bounds
                      where t.client_id = :clientId and t.changed_at >= bounds.until
                      order by t.changed_at limit 1), c.lifecycle_stage),
           clock.clock_start_on::timestamp at time zone 'UTC', null, null
      from clients c
     cross join clock
     where c.client_id = :clientId and not exists (select from move)
),
span as materialized (
    select s.*, row_number() over (order by s.entered_at, s.left_at nulls last)::int as no,
           row_number() over (partition by s.stage order by s.entered_at)::int as visit_no,
           case when row_number() over (order by s.entered_at, s.left_at nulls last) = 1 then '-infinity'
                else s.entered_at end as from_at,
           coalesce(s.left_at, 'infinity') as to_at
      from stay s
)
