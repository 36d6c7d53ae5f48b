-- What the team of a plan did from the start of the plan to the end of a day, as one JSON object.
-- Parameters: clientId, planId, tier text (of the plan); start, asOf date.
with bounds as (
    select :start::timestamp at time zone 'UTC' as since, (:asOf::date + 1)::timestamp at time zone 'UTC' as until
),
owned as (
    select distinct p.product_id
      from contracts k
     cross join unnest(k.products) as named (product_id)
      join products p on p.product_id = named.product_id
     where k.client_id = :clientId and k.status <> 'draft' and k.start_date <= :asOf
       and (k.end_date is null or k.end_date >= :asOf) and (k.terminated_on is null or k.terminated_on > :asOf)
),
core as (
    select exists (select from usage_user_features u
                    where u.client_id = :clientId and u.feature_key = f.key and u.adopted_on <= :asOf) as is_adopted
      from features f
      join clients c on c.client_id = :clientId
     where f.is_core and (f.released_on is null or f.released_on <= :asOf)
       and array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
           <= array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier)
       and (not exists (select from owned) or f.product_id in (select product_id from owned))
),
session as (
    select s.session_id, s.status
      from training_sessions s, bounds
     where s.client_id = :clientId and s.scheduled_at >= bounds.since
       and (s.status <> 'delivered' or s.scheduled_at < bounds.until)
),
attempt as (
    select t.contact_email, t.module_id, t.score_rate, t.passed
      from training_completions t, bounds
     where t.client_id = :clientId and t.completed_at >= bounds.since and t.completed_at < bounds.until
),
invited as (
    select a.contact_email, bool_or(a.status = 'attended') as has_attended
      from training_attendance a
      join session s on s.session_id = a.session_id and s.status <> 'cancelled'
     where a.client_id = :clientId
     group by a.contact_email
),
touch as (
    select t.kind, t.direction, t.occurred_at, t.answered_at
      from touchpoints t, bounds
     where t.client_id = :clientId and t.occurred_at < bounds.until
),
reply as (
    select extract(epoch from coalesce(asked.answered_at, answer.occurred_at) - asked.occurred_at) / 3600 as hours
      from touch asked
     cross join bounds
      left join lateral (select min(o.occurred_at) as occurred_at
                           from touch o
                          where o.direction = 'outbound' and o.occurred_at > asked.occurred_at) answer on true
     where asked.direction = 'inbound' and asked.kind in ('email', 'call', 'chat') and asked.occurred_at >= bounds.since
       and coalesce(asked.answered_at, answer.occurred_at) >= asked.occurred_at
),
csat as (
    select distinct on (person.key) r.score
      from survey_responses r
     cross join bounds
     {{io.os199.cs.core.respondent}}
     where r.client_id = :clientId and r.kind = 'csat' and r.responded_at >= bounds.since and r.responded_at < bounds.until
     order by person.key, r.responded_at desc, r.response_id desc
)
select json_build_object(
    'training', json_build_object(
        'invited_count', (select count(*) from invited),
        'started_count', (select count(*) from (select contact_email from invited where has_attended
                                                 union select contact_email from attempt) each),
        'certified_count', (select count(distinct z.contact_email) from certifications z
                             where z.client_id = :clientId and z.issued_on between :start and :asOf
                               and z.expires_on > :asOf and (z.revoked_on is null or z.revoked_on > :asOf)),
        'mean_best_score_rate', (select avg(best) from (select max(score_rate) as best from attempt
                                                        where score_rate is not null
                                                        group by contact_email, module_id) each),
        'sessions_delivered', (select count(*) from session where status = 'delivered'),
        'sessions_scheduled', (select count(*) from session where status = 'scheduled')),
    'usage', json_build_object(
        'week_user_count', (select count(distinct user_key) from usage_daily_users
                                  where client_id = :clientId and day between :asOf::date - 6 and :asOf
                                    and day >= :start),
        'minute_count', (select coalesce(round(sum(minutes), 2), 0) from usage_daily_users
                          where client_id = :clientId and day between :start and :asOf),
        'has_usage', exists (select from usage_daily_users where client_id = :clientId and day <= :asOf),
        'core_adopted_count', (select count(*) from core where is_adopted),
        'core_available_count', (select count(*) from core)),
    'tickets', (select json_build_object(
            'opened_count', count(*) filter (where t.opened_at >= bounds.since and t.opened_at < bounds.until),
            'resolved_count', count(*) filter (where t.resolved_at >= bounds.since and t.resolved_at < bounds.until))
          from tickets t, bounds
         where t.client_id = :clientId and t.deleted_at is null),
    'touchpoints', json_build_object(
        'by_kind', (select coalesce(json_agg(json_build_object('kind', kind, 'touchpoint_count', n) order by n desc, kind),
                                    '[]')
                      from (select kind, count(*) as n from touch, bounds where occurred_at >= bounds.since group by kind) k),
        'last_outbound_on', (select (max(occurred_at) at time zone 'UTC')::date from touch where direction = 'outbound'),
        'last_on', (select (max(occurred_at) at time zone 'UTC')::date from touch),
        'median_reply_hours', (select percentile_cont(0.5) within group (order by hours) from reply),
        'reply_count', (select count(*) from reply),
        'reviews_scheduled', (select count(*) from executive_reviews e, bounds
                               where e.client_id = :clientId and e.status = 'scheduled' and e.scheduled_at >= bounds.since)),
    'csat', (select json_build_object('answer_count', count(*), 'mean', avg(score)) from csat),
    'peers', (select json_build_object('on_time_count', count(*) filter (where o.completed_on <= o.target_date),
                                       'plan_count', count(*))
                from onboarding_plans o
               where o.status = 'completed' and o.product_tier = :tier and o.completed_on <= :asOf
                 and o.completed_on > :asOf::date - 365 and (o.client_id, o.plan_id) <> (:clientId, :planId)),
    'alerts', (select coalesce(json_agg(json_build_object('task_id', task_id, 'title', title, 'due_on', due_date,
                                                          'since', created_at) order by due_date, task_id), '[]')
                 from tasks
                where client_id = :clientId and source = 'onboarding' and status = 'open'))::text
