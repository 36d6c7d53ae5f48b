-- Training during the completed plans of each period, and the survey answers of their clients within 30 days of the
-- end.
-- Parameters: as in plans.sql.
with {{cohort}},
done as materialized (
    select * from cohort where status = 'completed'
),
attempt as (
    select p.is_current, count(*) filter (where t.score_rate is not null) as assessed_count,
           count(*) filter (where t.score_rate is not null and t.passed) as passed_count
      from done p
      join training_completions t on t.client_id = p.client_id
       and t.completed_at >= p.start_date::timestamp at time zone 'UTC'
       and t.completed_at < (p.completed_on + 1)::timestamp at time zone 'UTC'
     group by p.is_current
),
attendance as (
    select p.is_current, count(*) filter (where a.status in ('attended', 'absent')) as invited_count,
           count(*) filter (where a.status = 'attended') as attended_count
      from done p
      join training_sessions s on s.client_id = p.client_id and s.status = 'delivered'
       and s.scheduled_at >= p.start_date::timestamp at time zone 'UTC'
       and s.scheduled_at < (p.completed_on + 1)::timestamp at time zone 'UTC'
      join training_attendance a on a.client_id = s.client_id and a.session_id = s.session_id
     group by p.is_current
),
answer as (
    select distinct on (p.is_current, r.client_id, r.kind, person.key) p.is_current, r.kind, r.score
      from done p
      join survey_responses r on r.client_id = p.client_id and r.kind in ('nps', 'csat')
       and r.responded_at >= p.completed_on::timestamp at time zone 'UTC'
       and r.responded_at < (p.completed_on + 31)::timestamp at time zone 'UTC'
     {{io.os199.cs.core.respondent}}
     order by p.is_current, r.client_id, r.kind, person.key, r.responded_at desc, r.response_id desc
),
said as (
    select is_current, count(*) filter (where kind = 'csat') as csat_count,
           avg(score) filter (where kind = 'csat')::float8 as csat_mean,
           stddev_samp(score) filter (where kind = 'csat')::float8 as csat_deviation,
           count(*) filter (where kind = 'nps') as nps_count,
           count(*) filter (where kind = 'nps' and score >= 9) as promoter_count,
           count(*) filter (where kind = 'nps' and score <= 6) as detractor_count
      from answer
     group by is_current
)
select p.is_current, coalesce(t.assessed_count, 0) as assessed_count, coalesce(t.passed_count, 0) as passed_count,
       coalesce(a.invited_count, 0) as invited_count, coalesce(a.attended_count, 0) as attended_count,
       coalesce(s.csat_count, 0) as csat_count, s.csat_mean, s.csat_deviation, coalesce(s.nps_count, 0) as nps_count,
       coalesce(s.promoter_count, 0) as promoter_count, coalesce(s.detractor_count, 0) as detractor_count
  from (values (true), (false)) as p (is_current)
  left join attempt t on t.is_current = p.is_current
  left join attendance a on a.is_current = p.is_current
  left join said s on s.is_current = p.is_current
