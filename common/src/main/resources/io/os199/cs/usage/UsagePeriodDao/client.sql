-- Everything about the use of one client, read at once: its facts; its known users by their active days; and, for
-- those whose active days became fewer but not none, who they are and when they were last active.
-- Parameters: as in read.sql; clientIds text[], the client alone; wantsUsers boolean.
with grouped as materialized (
    select *
      from (
{{groups}}
           ) known
     where :wantsUsers
),
fallen as (
    select unnest(first_user_keys) as user_key
      from grouped
     where active_days > 0 and complete_active_days < active_days_before
),
people as (
    select p.user_key, c.email, max(u.day) as last_active_on
      from product_users p
      join usage_daily_users u on u.client_id = p.client_id and u.user_key = p.user_key and u.day between :start and :day
      left join contacts c on c.client_id = p.client_id and c.contact_id = p.contact_id
     where p.client_id = :clientId and p.user_key in (select user_key from fallen)
     group by p.user_key, c.email
)
select (
{{read}}
       ) as facts,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.active_days, g.complete_active_days, g.active_days_before), '[]')
          from grouped g) as groups,
       (select coalesce(jsonb_agg(to_jsonb(p) order by p.user_key), '[]') from people p) as fallen
