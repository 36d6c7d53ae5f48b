-- The sign that a rule waits for, for the clients in "watched", which target.sql selects.
-- Parameters: trigger text; threshold double; withinDays int, for renewal_risk; automationId text; now timestamptz;
-- today date, the day of now.
client as materialized (
    select c.client_id, c.name as client_name, c.contract_value as arr_amount, c.csm,
           case :trigger when 'health_score' then c.health_score::double precision
                         when 'churn_probability' then c.churn_probability
                         when 'usage_decline' then used.change end as value,
           c.churn_probability
      from watched c
      left join lateral (
           select case when u.before >= 10 then u.recent / (u.before / 2.0::double precision) - 1 end as change
             from (select count(*) filter (where d.day > :today::date - 30) as recent,
                          count(*) filter (where d.day <= :today::date - 30) as before
                     from usage_daily_users d
                    where d.client_id = c.client_id and d.day > :today::date - 90 and d.day <= :today
                      and d.event_count > 0) u
           ) used on :trigger = 'usage_decline'
),
-- Lasting signs: one is over only when its value is well past the threshold.
lasting as (
    select c.client_id, c.value,
           case :trigger when 'health_score' then c.value < :threshold
                         when 'churn_probability' then c.value >= :threshold
                         else c.value <= -:threshold end as shows,
           case :trigger when 'health_score' then c.value >= :threshold + 5
                         when 'churn_probability' then c.value < :threshold - 0.05::double precision
                         else c.value > -:threshold + 0.10::double precision end as is_over
      from client c
     where c.value is not null
),
-- Signs that are events, or that have an occurrence key of their own.
event as (
    select r.client_id, r.response_id as occurrence_key, r.score::double precision as value, r.responded_at as at
      from survey_responses r
      join client c using (client_id)
     where :trigger = 'nps_detractor' and r.kind = 'nps' and r.score <= :threshold
       and r.responded_at > :now::timestamptz - interval '7 days' and r.responded_at <= :now
    union all
    select k.client_id, k.contract_id || ':' || k.renewal_date,
           case :trigger when 'renewal_risk' then c.churn_probability
                         else (k.renewal_date - :today::date)::double precision end,
           k.renewal_date::timestamptz
      from contracts k
      join client c using (client_id)
      left join renewals n on n.client_id = k.client_id and n.contract_id = k.contract_id
           and n.renewal_date = k.renewal_date
     where :trigger in ('renewal_risk', 'renewal_window') and k.status = 'active' and k.start_date <= :today
       -- An amendment renews with its contract.
       and k.type <> 'amendment' and (k.end_date is null or k.end_date >= :today)
       and (k.terminated_on is null or k.terminated_on > :today)
       and k.renewal_date <= :today::date
           + case :trigger when 'renewal_risk' then :withinDays::int else :threshold::int end
       and case :trigger when 'renewal_risk' then c.churn_probability >= :threshold else n.stage = 'upcoming' end
    union all
    select i.client_id, to_char(i.detected_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), i.value, i.detected_at
      from risk_indicators i
      join client c using (client_id)
     where :trigger = 'champion_left' and i.indicator_key = 'risk.champion_left' and i.resolved_at is null
    union all
    select k.client_id,
           k.contract_id || ':' || to_char(coalesce(s.changed_at, k.created_at) at time zone 'UTC',
                                           'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           null, coalesce(s.changed_at, k.created_at)
      from contracts k
      join client c using (client_id)
      left join lateral (
           -- Overdue, then late, then overdue again is one occurrence; it ends with current.
           select min(p.changed_at) as changed_at
             from payment_status_changes p
            where p.client_id = k.client_id and p.contract_id = k.contract_id and p.to_status = 'overdue'
              and not exists (select from payment_status_changes q
                               where q.client_id = k.client_id and q.contract_id = k.contract_id
                                 and q.to_status = 'current' and q.changed_at > p.changed_at)) s on true
     where :trigger = 'payment_overdue' and k.payment_status = 'overdue' and k.status = 'active'
       and k.start_date <= :today and (k.end_date is null or k.end_date >= :today)
)
