-- How often the trigger of the automation occurred between two instants, for how many clients, and the first of them
-- by id.
with target as materialized (
    select c.client_id, c.created_at, c.contract_start_date
      from clients c
     where {{target}}
),
moment as (
    {{moments}}
)
select count(distinct (m.client_id, m.occurrence_key))::int as fired_count, count(distinct m.client_id)::int as client_count,
       min(m.client_id) as first_client_id
  from moment m
 where m.at >= :from::timestamptz and m.at <= :to::timestamptz
