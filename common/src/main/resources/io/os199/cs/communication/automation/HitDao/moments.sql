-- When the trigger of an automation occurred for the clients in "target": (client_id, occurrence_key, at, value), at
-- any time; the reading query bounds "at". A branch is read only where trigger and event or behavior are its own.
-- Parameters: trigger, event, behavior, featureKey, direction, milestoneName, metric text; days int; threshold
-- numeric; minBaseline int; slots text[] of instants with their slotDates text[]; since timestamptz, before which
-- nothing counts; from and to timestamptz.
select c.client_id, s.local_date as occurrence_key, s.at, null::float8 as value
  from target c cross join unnest(:slotDates::text[], :slots::text[]::timestamptz[]) s (local_date, at)
 where :trigger = 'time_based'
union all
select c.client_id, c.client_id, c.created_at, null
  from target c
 where :trigger = 'event_based' and :event = 'client_registered'
union all
-- Where only a day is stored, the timestamp of the row tells when it appeared.
select p.client_id, p.plan_id, p.updated_at, null
  from target c join onboarding_plans p using (client_id)
 where :trigger = 'event_based' and :event = 'onboarding_completed' and p.status = 'completed'
   and p.completed_on >= (:since::timestamptz at time zone 'UTC')::date
union all
-- A key contains no email address, only a hash of it.
select t.client_id,
       t.module_id || ' ' || t.attempt || ' ' || left(encode(sha256(convert_to(t.contact_email, 'UTF8')), 'hex'), 16),
       t.completed_at, t.score_rate
  from target c join training_completions t using (client_id)
 where :trigger = 'event_based' and :event = 'training_passed' and t.passed
union all
select t.client_id, t.ticket_id, t.resolved_at, null
  from target c join tickets t using (client_id)
 where :trigger = 'event_based' and :event = 'ticket_resolved' and t.deleted_at is null
union all
select t.client_id, t.ticket_id || ' ' || k.clock, k.at, null
  from target c join tickets t using (client_id)
  cross join lateral (values ('first_response', t.first_response_breached_at),
                             ('resolution', t.resolution_breached_at)) k (clock, at)
 where :trigger = 'event_based' and :event = 'ticket_sla_breached' and t.deleted_at is null
   and greatest(t.first_response_breached_at, t.resolution_breached_at) >= :from
union all
select s.client_id, s.response_id, s.responded_at, s.score
  from target c join survey_responses s using (client_id)
 where :trigger = 'event_based' and s.kind = 'nps'
   and (:event = 'nps_detractor' and s.score <= 6 or :event = 'nps_promoter' and s.score >= 9)
union all
select e.client_id, e.escalation_id, e.opened_at, null
  from target c join escalations e using (client_id)
 where :trigger = 'event_based' and :event = 'escalation_opened'
union all
-- A contact who was erased did not leave.
select p.client_id, p.contact_id, p.left_company_at, null
  from target c join contacts p using (client_id)
 where :trigger = 'event_based' and :event = 'contact_left'
   and not exists (select from email_suppressions e
                    where e.email = lower(trim(p.email)) and e.source = 'erasure' and e.created_at = p.left_company_at)
union all
select l.client_id,
       to_char(l.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || l.to_stage, l.changed_at, null
  from target c join lifecycle_transitions l using (client_id)
 where :trigger = 'event_based' and :event = 'lifecycle_changed'
union all
select d.client_id, d.day::text, (d.day + :days::int)::timestamp at time zone 'UTC', :days::int
  from (select distinct u.client_id, u.day
          from target c join usage_daily_users u using (client_id)
         where :trigger = 'behavior_based' and :behavior = 'inactive'
           and u.day between (:from::timestamptz at time zone 'UTC')::date - :days::int
                         and (:to::timestamptz at time zone 'UTC')::date - :days::int) d
 where not exists (select from usage_daily_users n
                    where n.client_id = d.client_id and n.day > d.day and n.day < d.day + :days::int)
union all
select c.client_id, 'never', (c.contract_start_date + :days::int)::timestamp at time zone 'UTC', :days::int
  from target c
 where :trigger = 'behavior_based' and :behavior = 'inactive'
   and not exists (select from usage_daily_users n
                    where n.client_id = c.client_id and n.day < c.contract_start_date + :days::int)
union all
-- Once the feature has been unused for long enough, the moment is the first day on which the client has used anything
-- within seven days.
select f.client_id, coalesce(f.used::text, 'never'), greatest(f.rested, a.day)::timestamp at time zone 'UTC', :days::int
  from (select c.client_id, u.used, coalesce(u.used, c.contract_start_date) + :days::int as rested, u.next
          from target c
          cross join lateral (
               select d.used, lead(d.used) over (order by d.used) as next
                 from (select r.day as used
                         from usage_daily_features r
                        where r.client_id = c.client_id and r.feature_key = :featureKey
                          and r.day > (:from::timestamptz at time zone 'UTC')::date - :days::int - 7
                       union
                       select max(r.last_used_on)
                         from usage_user_features r
                        where r.client_id = c.client_id and r.feature_key = :featureKey) d) u
         where :trigger = 'behavior_based' and :behavior = 'feature_unused') f
  cross join lateral (select min(v.day) as day
                        from usage_daily_users v
                       where v.client_id = f.client_id and v.day > f.rested - 7) a
 where a.day is not null and (f.next is null or f.next > greatest(f.rested, a.day))
union all
select f.client_id, f.day::text,
       coalesce((select min(e.occurred_at)
                   from usage_events e
                  where e.client_id = f.client_id and e.feature_key = :featureKey
                    and e.occurred_at >= f.day::timestamp at time zone 'UTC'
                    and e.occurred_at < (f.day + 1)::timestamp at time zone 'UTC'),
                f.day::timestamp at time zone 'UTC'), null
  from (select u.client_id, min(u.first_used_on) as day
          from target c join usage_user_features u using (client_id)
         where :trigger = 'behavior_based' and :behavior = 'feature_first_used' and u.feature_key = :featureKey
         group by u.client_id) f
 where f.day >= (:from::timestamptz at time zone 'UTC')::date
union all
-- The preceding score may come from an earlier version of the model.
select s.client_id, s.score_date::text, s.computed_at, s.overall::float8
  from scoring_models m
  join health_scores s on s.model_id = m.model_id and s.model_version = m.model_version
       and s.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
  join target c using (client_id)
 where :trigger = 'health_score' and m.kind = 'health' and m.name = 'weighted_composite' and m.status = 'active'
   and s.score_date >= (:from::timestamptz at time zone 'UTC')::date - 1
   and case :direction when 'below' then s.overall < :threshold else s.overall >= :threshold end
   and not coalesce((select case :direction when 'below' then p.overall < :threshold else p.overall >= :threshold end
                       from health_scores p
                       join scoring_models n on n.model_id = p.model_id and n.model_version = p.model_version
                      where p.client_id = s.client_id and p.lookback_days = s.lookback_days and p.score_date < s.score_date
                        and p.overall is not null and n.kind = 'health' and n.name = 'weighted_composite'
                      order by p.score_date desc, p.model_version desc limit 1), false)
union all
select m.client_id, m.plan_id || ' ' || m.sequence, m.updated_at, null
  from target c join onboarding_milestones m using (client_id)
 where :trigger = 'milestone' and m.status = 'completed' and lower(m.name) = lower(:milestoneName)
   and m.completed_on >= (:since::timestamptz at time zone 'UTC')::date
union all
select m.client_id, m.framework || ' ' || m.milestone_key, m.recorded_at, null
  from target c join adoption_milestones m using (client_id)
 where :trigger = 'milestone' and m.milestone_key = :milestoneName
   and m.achieved_on >= (:since::timestamptz at time zone 'UTC')::date
union all
-- An amendment ends and renews with its contract.
select k.client_id, k.contract_id || ' ' || :event || ' ' || d.day, (d.day - :days::int)::timestamp at time zone 'UTC', :days::int
  from target c join contracts k using (client_id)
  cross join lateral (select case :event when 'renewal_due' then k.renewal_date else k.end_date end as day) d
 where :trigger = 'contract_event' and :event in ('renewal_due', 'contract_end') and k.status = 'active'
   and k.type <> 'amendment' and k.terminated_on is null
union all
-- A contract counts from when it was stored, or from its first day where that is later; one stored more than 30 days
-- after its first day is history.
select k.client_id, k.contract_id || ' contract_signed ' || k.start_date,
       greatest(k.created_at, k.start_date::timestamp at time zone 'UTC'), null
  from target c join contracts k using (client_id)
 where :trigger = 'contract_event' and :event = 'contract_signed' and k.status = 'active' and k.type <> 'amendment'
   and k.start_date > (k.created_at at time zone 'UTC')::date - 31
union all
select p.client_id, p.contract_id || ' payment_overdue ' || (p.changed_at at time zone 'UTC')::date, p.changed_at, null
  from target c join payment_status_changes p using (client_id)
 where :trigger = 'contract_event' and :event = 'payment_overdue' and p.to_status = 'overdue'
union all
select u.client_id, to_char(u.today, 'IYYY-"W"IW'), u.today::timestamp at time zone 'UTC', u.recent / u.before::float8 - 1
  from (select c.client_id, d.today, w.recent, w.before
          from target c
          cross join lateral (
               select generate_series((:from::timestamptz at time zone 'UTC')::date,
                                      (:to::timestamptz at time zone 'UTC')::date, interval '1 day')::date as today) d
          cross join lateral ({{used}}) w
         where :trigger = 'usage_pattern') u
 where {{passed}}
