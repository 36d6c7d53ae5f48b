-- The risk patterns that hold for each client on a day of its own.
-- Parameters: clientIds text[] and days text[] side by side; today date and cut timestamptz: what is later than the
-- cut does not count. The use of today is not compared, because the day is not over.
with asked as (
    select a.client_id, a.day, case when a.day = :today then a.day - 1 else a.day end as use_day,
           least(:cut::timestamptz, (a.day + 1)::timestamp at time zone 'UTC' - interval '1 microsecond') as cut
      from unnest(cast(:clientIds as text[]), cast(cast(:days as text[]) as date[])) as a (client_id, day)
)
select a.client_id,
       10 * used.events <= 7 * used.events_before and used.events_before >= 50 as usage_decline,
       used.days_21 = 0 and used.days_before > 0 as silence,
       (select count(*)
          from tickets t
         where t.client_id = a.client_id and t.deleted_at is null and t.opened_at <= a.cut
           and t.opened_at >= (a.day - 29)::timestamp at time zone 'UTC') >= 3 as support_burst,
       exists (select from contacts c
                where c.client_id = a.client_id and c.role in ('executive_sponsor', 'champion')
                  and c.left_company_at <= a.cut
                  and c.left_company_at >= (a.day - 89)::timestamp at time zone 'UTC'
                  -- A contact who was erased did not leave.
                  and not exists (select from email_suppressions e
                                   where e.email = lower(trim(c.email)) and e.source = 'erasure'
                                     and e.created_at = c.left_company_at)) as sponsor_lost,
       exists (select
                 from usage_daily_features u join features f on f.key = u.feature_key and f.is_core
                where u.client_id = a.client_id and u.day between a.day - 89 and a.day
                group by u.feature_key
               having max(u.day) <= a.day - 30) as core_dropped,
       coalesce((
           select count(*) = 3 and not bool_or(is_answered)
             from (select coalesce(o.answered_at <= a.cut, false) as is_answered
                     from touchpoints o
                    where o.client_id = a.client_id and o.direction = 'outbound'
                      and o.kind in ('email', 'call', 'chat')
                      and o.occurred_at < (a.day - 2)::timestamp at time zone 'UTC'
                    order by o.occurred_at desc
                    limit 3) newest), false) as no_answer
  from asked a
 cross join lateral (
       select coalesce(sum(u.event_count) filter (where u.day between a.use_day - 29 and a.use_day), 0) as events,
              coalesce(sum(u.event_count) filter (where u.day between a.use_day - 59 and a.use_day - 30), 0)
                  as events_before,
              count(*) filter (where u.day >= a.day - 20) as days_21,
              count(*) filter (where u.day < a.day - 20) as days_before
         from usage_daily_users u
        where u.client_id = a.client_id and u.day between a.day - 80 and a.day
       ) used
 order by a.client_id, a.day
