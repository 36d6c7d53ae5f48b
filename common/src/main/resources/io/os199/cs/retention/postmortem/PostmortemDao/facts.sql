-- What is stored about clients before and at a churn: one JSON object for each pair that has a churn, ordered by
-- client and day.
-- Parameters: clientIds text[] and days date[], of the same length: the client that left, and its first day without
-- the product; lookbackDays int. "The lookback" is the days (churned_on - lookbackDays, churned_on]. Days are UTC.
with departures as materialized (
    select c.client_id, c.name as client_name, c.tier, e.churned_on, e.reason, e.reason_code, e.secondary_reasons, e.competitor,
           e.postmortem, e.version, e.created_at, began.started_on,
           e.churned_on - :lookbackDays as since,
           (e.churned_on - :lookbackDays + 1)::timestamp at time zone 'UTC' as lookback_start,
           (e.churned_on + 1)::timestamp at time zone 'UTC' as lookback_end
      from unnest(:clientIds::text[], :days::date[]) as p (client_id, churned_on)
      join churn_events e on e.client_id = p.client_id and e.churned_on = p.churned_on
      join clients c on c.client_id = p.client_id
     cross join lateral (
           select coalesce((select min(k.start_date) from contracts k where k.client_id = c.client_id and k.status <> 'draft'),
                  c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
)
select jsonb_build_object(
           'client_id', d.client_id, 'client_name', d.client_name, 'tier', d.tier, 'churned_on', d.churned_on,
           'started_on', d.started_on, 'reason', d.reason, 'reason_code', d.reason_code,
           'secondary_reasons', d.secondary_reasons, 'competitor', d.competitor,
           'lessons', coalesce(d.postmortem -> 'lessons', '[]'), 'exit_interview', d.postmortem ->> 'exit_interview',
           'version', d.version,
           'arr_lost_amount', money.arr_lost_amount, 'lifetime_revenue_amount', money.lifetime_revenue_amount,
           'has_returned', exists (select from lifecycle_transitions t
                                    where t.client_id = d.client_id and t.from_stage = 'churned'
                                      and t.changed_at >= d.churned_on::timestamp at time zone 'UTC'
                                      and (t.changed_at > d.created_at or t.changed_at >= d.lookback_end)),
           'has_later_activity', later.has_activity,
           'recorded_from', recorded.day,
           'touches', touch.items,
           'reviewed_on', review.days,
           'campaigns', campaign.items,
           'escalation_count', escalation.count,
           'late_ticket', ticket.item,
           'untouched_renewal_on', renewal.renewal_date,
           'episodes', episode.items,
           'first_alarm', alarm.item,
           'last_prediction', prediction.item,
           'samples', sample.items)::text
  from departures d
 -- The lifetime revenue is the sum, over all days, of a 365th of the ARR on the day.
 cross join lateral (
       select coalesce(sum(m.arr_delta_amount), 0) as arr_lost_amount,
              coalesce(round(sum(m.arr_delta_amount * (d.churned_on - m.effective_on)) / 365, 2), 0)
                  as lifetime_revenue_amount
         from revenue_movements m
        where m.client_id = d.client_id and m.effective_on < d.churned_on
       ) money
 cross join lateral (
       select exists (select from touchpoints o
                       where o.client_id = d.client_id and o.occurred_at >= d.lookback_end
                         and (o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
                              or o.answered_at is not null))
           or exists (select from usage_daily_users u
                       where u.client_id = d.client_id and u.day > d.churned_on and u.event_count > 0) as has_activity
       ) later
 -- The day since which runs have stored what they saw of this client.
 cross join lateral (
       select least((select (min(i.detected_at) at time zone 'UTC')::date from risk_indicators i
                      where i.client_id = d.client_id and i.indicator_key like 'risk.%'),
                    (select min(p.predicted_on) from churn_predictions p where p.client_id = d.client_id)) as day
       ) recorded
 cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object(
                  'happened_on', (o.occurred_at at time zone 'UTC')::date,
                  'is_outreach', o.direction = 'outbound',
                  'is_two_way', o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
                      or coalesce(o.kind in ('email', 'chat') and o.answered_at < d.lookback_end, false))
                  order by o.occurred_at, o.touchpoint_id), '[]') as items
         from touchpoints o
        where o.client_id = d.client_id and o.occurred_at >= d.lookback_start and o.occurred_at < d.lookback_end
       ) touch
 cross join lateral (
       select coalesce(jsonb_agg((r.completed_at at time zone 'UTC')::date order by r.completed_at), '[]') as days
         from executive_reviews r
        where r.client_id = d.client_id and r.status = 'completed' and r.completed_at < d.lookback_end
          and r.completed_at >= least(d.lookback_start, (d.churned_on - 179)::timestamp at time zone 'UTC')
       ) review
 cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object(
                  'campaign_id', k.campaign_id, 'campaign_type', k.playbook_key, 'status', k.status,
                  'started_on', k.started_on, 'closed_on', k.closed_on, 'outcome', k.outcome)
                  order by k.started_on, k.campaign_id), '[]') as items
         from campaigns k
        where k.client_id = d.client_id and k.started_on <= d.churned_on and (k.closed_on is null or k.closed_on > d.since)
       ) campaign
 cross join lateral (
       select count(*) as count
         from escalations e
        where e.client_id = d.client_id and e.opened_at >= d.lookback_start and e.opened_at < d.lookback_end
       ) escalation
  left join lateral (
       select jsonb_build_object('ticket_id', k.ticket_id, 'due_on', (k.resolution_due_at at time zone 'UTC')::date) as item
         from tickets k
        where k.client_id = d.client_id and k.deleted_at is null and k.priority in ('P0', 'P1')
          and k.resolution_due_at >= d.lookback_start and k.resolution_due_at < d.lookback_end
          and coalesce(least(k.resolved_at, k.closed_at) > k.resolution_due_at, true)
        order by k.resolution_due_at, k.ticket_id
        limit 1) ticket on true
  left join lateral (
       select r.renewal_date
         from renewals r
        where r.client_id = d.client_id and r.stage = 'upcoming' and r.renewal_date - 60 <= d.churned_on
          and r.renewal_date - 60 > d.since
        order by r.renewal_date
        limit 1) renewal on true
 cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object(
                  'indicator_key', i.indicator_key, 'severity', i.severity,
                  'opened_on', (i.detected_at at time zone 'UTC')::date,
                  'resolved_on', case when i.resolved_at < d.lookback_end then (i.resolved_at at time zone 'UTC')::date end)
                  order by i.detected_at, i.indicator_key), '[]') as items
         from risk_indicators i
        where i.client_id = d.client_id and i.detected_at < d.lookback_end
          and (i.resolved_at is null or i.resolved_at >= d.lookback_start)
       ) episode
  left join lateral (
       select jsonb_build_object('predicted_on', p.predicted_on, 'probability', p.probability) as item
         from churn_predictions p
        where p.client_id = d.client_id and p.predicted_on > d.since and p.predicted_on < d.churned_on
          and p.probability >= :alarmProbability
        order by p.predicted_on
        limit 1) alarm on true
  left join lateral (
       select jsonb_build_object('predicted_at', p.predicted_at, 'probability', p.probability, 'risk_level', p.risk_level,
                  'model_version', p.model_version, 'contributions', p.contributions) as item
         from churn_predictions p
        where p.client_id = d.client_id and p.predicted_on between d.churned_on - 90 and d.churned_on - 1
          and p.probability is not null
        order by p.predicted_on desc
        limit 1) prediction on true
 cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object(
                  'day', s.day, 'open_ticket_count', opened.count,
                  'probability', stored.probability, 'model_version', stored.model_version)
                  order by s.day), '[]') as items
         from (select d.churned_on - 30 * k as day, (d.churned_on - 30 * k + 1)::timestamp at time zone 'UTC' as t_end
                 from generate_series(1, :lookbackDays / 30) k) s
        cross join lateral (
              select count(*) as count
                from tickets k
               where k.client_id = d.client_id and k.deleted_at is null
                 and k.opened_at < s.t_end and {{io.os199.cs.retention.facts.ticket_open}}
              ) opened
         left join lateral (
              select p.probability, p.model_version
                from churn_predictions p
               where p.client_id = d.client_id and p.predicted_on > s.day - 30 and p.predicted_on <= s.day
               order by p.predicted_on desc
               limit 1) stored on true
        where s.day >= d.started_on
       ) sample
 order by d.client_id, d.churned_on
