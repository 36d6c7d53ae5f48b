-- The health score of some clients on one day, and on the day one lookback before it.
-- Parameters: clientIds text[]; asOf date (D); useDay date (the last complete day of product use); cut timestamptz
-- (rows later than it do not count); isToday boolean; lookback int (L); modelId text, modelVersion int.
-- Returns one row per client that exists. Every weight and constant is a column of "model"; both days go through the
-- same text ("points"); values are rounded only where the model prescribes it. HealthEvaluator is the same in Java,
-- and a test keeps the two equal to the last digit.
with model as materialized (
    select (w #>> '{components,usage}')::numeric as w_usage,
           (w #>> '{components,engagement}')::numeric as w_engagement,
           (w #>> '{components,support}')::numeric as w_support,
           (w #>> '{components,satisfaction}')::numeric as w_satisfaction,
           (w #>> '{components,payment}')::numeric as w_payment,
           (w #>> '{parts,usage,active_users}')::numeric as w_active_users,
           (w #>> '{parts,usage,momentum}')::numeric as w_momentum,
           (w #>> '{parts,usage,breadth}')::numeric as w_breadth,
           (w #>> '{parts,engagement,stickiness}')::numeric as w_stickiness,
           (w #>> '{parts,engagement,recency}')::numeric as w_recency,
           (w #>> '{parts,engagement,answered}')::numeric as w_answered,
           (k #>> '{seen_users,window_min_days}')::int as seen_min_days,
           (k #>> '{stickiness,factor}')::numeric as stickiness_factor,
           (k #>> '{recency,decay_days}')::numeric as decay_days,
           (k #>> '{answered,grace_days}')::int as grace_days,
           (k #>> '{responses,half_life_days}')::numeric as half_life_days,
           (k #>> '{responses,window_min_days}')::int as response_min_days,
           (k #>> '{responses,window_lookbacks}')::int as response_lookbacks,
           k #> '{responses,scales}' as scales,
           (k #>> '{support,ticket}')::numeric as ticket_points,
           (k #>> '{support,ticket_max}')::numeric as ticket_max,
           (k #>> '{support,high_priority}')::numeric as high_priority_points,
           (k #>> '{support,high_priority_max}')::numeric as high_priority_max,
           (k #>> '{support,sla_breach}')::numeric as sla_breach_points,
           (k #>> '{support,sla_breach_max}')::numeric as sla_breach_max,
           (k #>> '{support,open_escalation}')::numeric as open_escalation_points,
           (k #>> '{payment,overdue}')::numeric as overdue_points,
           (k #>> '{payment,late}')::numeric as late_points,
           (k #>> '{payment,renewal_open}')::numeric as renewal_open_points,
           (k #>> '{payment,renewal_within_days}')::int as renewal_within_days,
           (t #>> '{minimum_coverage}')::numeric as minimum_coverage,
           (t #>> '{band_cap,below_coverage}')::numeric as cap_below_coverage,
           (t #>> ('{bands,' || (t #>> '{band_cap,band}') || '}')::text[])::numeric as cap_band_lower,
           (t #>> '{trend,improving_above}')::numeric as improving_above,
           (t #>> '{trend,declining_below}')::numeric as declining_below,
           (t #>> '{trend,minimum_coverage}')::numeric as trend_minimum_coverage,
           t -> 'bands' as bands
      from (select weights as w, weights -> 'constants' as k, thresholds as t
              from scoring_models
             where model_id = :modelId and model_version = :modelVersion) seed
),
bands as materialized (
    select band.key as band, band.value::numeric as lower_bound
      from model, jsonb_each_text(model.bands) as band (key, value)
),
tiers (tier, tier_rank) as (
    values ('starter', 1), ('standard', 2), ('professional', 3), ('enterprise', 4)
),
catalogue as materialized (
    select f.key, f.product_id, f.released_on, t.tier_rank
      from features f join tiers t on t.tier = f.min_tier
),
-- Two days per client: "now" and "then". For the earlier day, the cut is its last instant, and all its use is
-- complete.
days as materialized (
    select is_now, is_today, day, use_day, cut,
           day - :lookback + 1 as from_day,
           (day - :lookback + 1)::timestamp at time zone 'UTC' as from_instant,
           use_day - :lookback + 1 as use_from,
           use_day - 2 * :lookback + 1 as before_from,
           use_day - greatest(seen_min_days, :lookback) + 1 as seen_from,
           (day - greatest(response_min_days, response_lookbacks * :lookback) + 1)::timestamp at time zone 'UTC'
               as responses_from
      from model,
           (values (true, :isToday::boolean, :asOf::date, :useDay::date, :cut::timestamptz),
                   (false, false, :asOf::date - :lookback, :asOf::date - :lookback,
                    (:asOf::date - :lookback + 1)::timestamp at time zone 'UTC' - interval '1 microsecond')
           ) as point (is_now, is_today, day, use_day, cut)
),
points as (
    select c.client_id, t.tier_rank, d.*
      from clients c join tiers t on t.tier = c.tier cross join days d
     where c.client_id = any (:clientIds)
),
facts as materialized (
    select p.client_id, p.is_now,
           users.known, contract.licensed_user_count,
           usage.active_user_count, usage.user_day_count, usage.seen_user_count, usage.event_count,
           usage.event_count_before,
           feature.feature_available_count, feature.feature_used_count,
           p.day - newest.touched_on as touchpoint_age_days,
           contact.outbound_count, contact.answered_count,
           ticket.ticket_count, ticket.high_priority_ticket_count, ticket.sla_breach_count,
           escalation.open_escalation,
           ticket.has_tickets or escalation.has_escalations as has_support_history,
           response.response_count, response.response_weight, response.response_weighted_value,
           contract.active_contract_count, contract.overdue, contract.late, contract.renewal_near
      from points p
     cross join model m
     cross join lateral (
           select exists (select from product_users u
                           where u.client_id = p.client_id and u.first_seen_on <= p.use_day) as known
           ) users
     cross join lateral (
           select count(*) filter (where a.user_days > 0)::int as active_user_count,
                  coalesce(sum(a.user_days), 0)::int as user_day_count,
                  count(*) filter (where a.is_seen)::int as seen_user_count,
                  coalesce(sum(a.events), 0)::bigint as event_count,
                  coalesce(sum(a.events_before), 0)::bigint as event_count_before
             from (select count(*) filter (where u.day >= p.use_from) as user_days,
                          bool_or(u.day >= p.seen_from) as is_seen,
                          sum(u.event_count) filter (where u.day >= p.use_from) as events,
                          sum(u.event_count) filter (where u.day >= p.before_from and u.day < p.use_from)
                              as events_before
                     from usage_daily_users u
                    where u.client_id = p.client_id
                      and u.day between least(p.seen_from, p.before_from) and p.use_day
                    group by u.user_key) a
           ) usage
     cross join lateral (
           select count(*)::int as active_contract_count,
                  case when sum(c.included_users) > 2147483647 then 2147483647
                      else nullif(sum(c.included_users), 0) end::int as licensed_user_count,
                  coalesce(bool_or(c.payment_status = 'overdue'), false) as overdue,
                  coalesce(bool_or(c.payment_status = 'late'), false) as late,
                  coalesce(bool_or(c.renewal_near), false) as renewal_near,
                  array(select pr.product_id
                          from products pr
                         where pr.product_id in (
                               select unnest(k.products)
                                 from contracts k
                                where k.client_id = p.client_id and k.status <> 'draft'
                                  and k.start_date <= p.day
                                  and (k.end_date is null or k.end_date >= p.day)
                                  and (k.terminated_on is null or k.terminated_on > p.day))) as product_ids
             from (select k.included_users,
                          case when change.changed_at is null then k.payment_status
                               else coalesce(change.from_status, 'current') end as payment_status,
                          not k.auto_renew
                              and coalesce(k.renewal_date, k.end_date) - p.day <= m.renewal_within_days
                              and not exists (
                                  select from renewals r
                                   where r.client_id = k.client_id and r.contract_id = k.contract_id
                                     and case when p.is_today then r.stage in ('committed', 'renewed')
                                              else r.committed_on <= p.day
                                                   or r.stage = 'renewed' and r.closed_on <= p.day end)
                              as renewal_near
                     from contracts k
                     left join lateral (
                          select s.changed_at, s.from_status
                            from payment_status_changes s
                           where s.client_id = k.client_id and s.contract_id = k.contract_id
                             and s.changed_at > p.cut
                           order by s.changed_at
                           limit 1) change on true
                    where k.client_id = p.client_id and k.status <> 'draft'
                      and k.start_date <= p.day
                      and (k.end_date is null or k.end_date >= p.day)
                      and (k.terminated_on is null or k.terminated_on > p.day)) c
           ) contract
     cross join lateral (
           select count(*)::int as feature_available_count, count(used.feature_key)::int as feature_used_count
             from catalogue f
             left join (select distinct u.feature_key
                          from usage_daily_features u
                         where u.client_id = p.client_id and u.day between p.use_from and p.use_day) used
               on used.feature_key = f.key
            where f.tier_rank <= p.tier_rank
              and (f.released_on is null or f.released_on <= p.day)
              and (contract.product_ids = '{}' or f.product_id = any (contract.product_ids))
           ) feature
     cross join lateral (
           select (max(t.occurred_at) at time zone 'UTC')::date as touched_on
             from touchpoints t
            where t.client_id = p.client_id and t.occurred_at <= p.cut
           ) newest
     cross join lateral (
           select count(*) filter (where t.is_answered
                                      or (t.occurred_at at time zone 'UTC')::date <= p.day - m.grace_days)::int
                      as outbound_count,
                  count(*) filter (where t.is_answered)::int as answered_count
             from (select o.occurred_at, coalesce(o.answered_at <= p.cut, false) as is_answered
                     from touchpoints o
                    where o.client_id = p.client_id and o.direction = 'outbound'
                      and o.kind in ('email', 'call', 'chat')
                      and o.occurred_at >= p.from_instant and o.occurred_at <= p.cut) t
           ) contact
     cross join lateral (
           select count(*) filter (where t.opened_at >= p.from_instant and t.opened_at <= p.cut)::int as ticket_count,
                  count(*) filter (where t.opened_at >= p.from_instant and t.opened_at <= p.cut
                                     and t.priority in ('P0', 'P1'))::int as high_priority_ticket_count,
                  (count(*) filter (where t.first_response_breached_at >= p.from_instant
                                      and t.first_response_breached_at <= p.cut)
                   + count(*) filter (where t.resolution_breached_at >= p.from_instant
                                        and t.resolution_breached_at <= p.cut))::int as sla_breach_count,
                  coalesce(bool_or(t.opened_at <= p.cut), false) as has_tickets
             from tickets t
            where t.client_id = p.client_id and t.deleted_at is null
           ) ticket
     cross join lateral (
           -- Whether a reopened escalation was open at the cut follows from its status changes up to then.
           select coalesce(max(case when (e.resolved_at is null or e.resolved_at > p.cut)
                                  and (e.reopened_count = 0
                                       or coalesce((select u.to_status not in ('resolved', 'closed')
                                                      from escalation_updates u
                                                     where u.client_id = e.client_id and u.escalation_id = e.escalation_id
                                                       and u.kind = 'status' and u.at <= p.cut
                                                     order by u.update_no desc
                                                     limit 1), true))
                                    then 1 else 0 end), 0) as open_escalation,
                  count(*) > 0 as has_escalations
             from escalations e
            where e.client_id = p.client_id and e.opened_at <= p.cut
           ) escalation
     cross join lateral (
           select count(*)::int as response_count,
                  coalesce(sum(r.h), 0.000000) as response_weight,
                  coalesce(sum(r.h * r.v), 0.000000) as response_weighted_value
             from (select round(power(0.5, (p.day - (a.given_at at time zone 'UTC')::date) / m.half_life_days), 6) as h,
                          round(100 * (a.score - (m.scales #>> array[a.kind, 'lowest'])::numeric)
                                / (m.scales #>> array[a.kind, 'span'])::numeric, 6) as v
                     from (select s.kind, s.score::numeric as score, s.responded_at as given_at
                             from survey_responses s
                            where s.client_id = p.client_id
                              and s.responded_at >= p.responses_from and s.responded_at <= p.cut
                           union all
                           select 'csat', t.satisfaction::numeric, t.satisfaction_at
                             from tickets t
                            where t.client_id = p.client_id and t.deleted_at is null
                              and t.satisfaction_at >= p.responses_from and t.satisfaction_at <= p.cut) a) r
           ) response
),
-- The value of each part, 0 to 1; null where it has nothing to say.
parts as (
    select f.*,
           case when not f.known then null
                when f.licensed_user_count is not null
                    then least(1, round(f.active_user_count::numeric / f.licensed_user_count, 6))
                when f.seen_user_count > 0 then round(f.active_user_count::numeric / f.seen_user_count, 6)
                else 0 end as active_users,
           case when not f.known then null
                when f.event_count_before > 0
                    then least(1, round(f.event_count::numeric / f.event_count_before, 6))
                when f.event_count > 0 then 1
                else 0 end as momentum,
           case when not f.known or f.feature_available_count = 0 then null
                else least(1, round(f.feature_used_count::numeric / f.feature_available_count, 6)) end as breadth,
           case when not f.known then null
                when f.active_user_count = 0 then 0
                else least(1, m.stickiness_factor
                              * round(f.user_day_count::numeric / (:lookback * f.active_user_count), 6))
                end as stickiness,
           case when f.touchpoint_age_days is null then null
                else round(exp(-f.touchpoint_age_days / m.decay_days), 6) end as recency,
           case when f.outbound_count = 0 then null
                else round(f.answered_count::numeric / f.outbound_count, 6) end as answered
      from facts f cross join model m
),
components as (
    select p.*,
           round(100 * (m.w_active_users * p.active_users + m.w_momentum * p.momentum
                        + coalesce(m.w_breadth * p.breadth, 0))
                 / (m.w_active_users + m.w_momentum
                    + case when p.breadth is null then 0 else m.w_breadth end), 2) as usage,
           round(100 * (coalesce(m.w_stickiness * p.stickiness, 0) + coalesce(m.w_recency * p.recency, 0)
                        + coalesce(m.w_answered * p.answered, 0))
                 / nullif(case when p.stickiness is null then 0 else m.w_stickiness end
                          + case when p.recency is null then 0 else m.w_recency end
                          + case when p.answered is null then 0 else m.w_answered end, 0), 2) as engagement,
           case when p.known or p.has_support_history
                then round(greatest(0, 100 - least(m.ticket_max, m.ticket_points * p.ticket_count)
                                       - least(m.high_priority_max,
                                               m.high_priority_points * p.high_priority_ticket_count)
                                       - least(m.sla_breach_max, m.sla_breach_points * p.sla_breach_count)
                                       - m.open_escalation_points * p.open_escalation), 2) end as support,
           -- The weights of answers older than 942 days round to 0: such answers alone give no score.
           round(p.response_weighted_value / nullif(p.response_weight, 0), 2) as satisfaction,
           case when p.active_contract_count > 0
                then round(100 - case when p.overdue then m.overdue_points
                                      when p.late then m.late_points else 0 end
                               - case when p.renewal_near then m.renewal_open_points else 0 end, 2) end as payment
      from parts p cross join model m
),
covered as (
    select c.*,
           case when c.usage is null then 0 else m.w_usage end
               + case when c.engagement is null then 0 else m.w_engagement end
               + case when c.support is null then 0 else m.w_support end
               + case when c.satisfaction is null then 0 else m.w_satisfaction end
               + case when c.payment is null then 0 else m.w_payment end as coverage,
           coalesce(m.w_usage * c.usage, 0) + coalesce(m.w_engagement * c.engagement, 0)
               + coalesce(m.w_support * c.support, 0) + coalesce(m.w_satisfaction * c.satisfaction, 0)
               + coalesce(m.w_payment * c.payment, 0) as weighted_sum
      from components c cross join model m
),
scored as (
    select c.*,
           case when c.coverage >= m.minimum_coverage then round(c.weighted_sum / c.coverage, 2) end as overall
      from covered c cross join model m
),
-- The components that both days have, so that one that appears or falls silent does not move the trend.
compared as (
    select n.client_id, shared.weight,
           round((coalesce(m.w_usage * case when t.usage is null then null else n.usage end, 0)
                  + coalesce(m.w_engagement * case when t.engagement is null then null else n.engagement end, 0)
                  + coalesce(m.w_support * case when t.support is null then null else n.support end, 0)
                  + coalesce(m.w_satisfaction * case when t.satisfaction is null then null else n.satisfaction end, 0)
                  + coalesce(m.w_payment * case when t.payment is null then null else n.payment end, 0))
                 / shared.weight, 2) as comparable_score,
           round((coalesce(m.w_usage * case when n.usage is null then null else t.usage end, 0)
                  + coalesce(m.w_engagement * case when n.engagement is null then null else t.engagement end, 0)
                  + coalesce(m.w_support * case when n.support is null then null else t.support end, 0)
                  + coalesce(m.w_satisfaction * case when n.satisfaction is null then null else t.satisfaction end, 0)
                  + coalesce(m.w_payment * case when n.payment is null then null else t.payment end, 0))
                 / shared.weight, 2) as reference_score
      from scored n
      join scored t on t.client_id = n.client_id and not t.is_now
     cross join model m
     cross join lateral (
           select case when n.usage + t.usage is null then 0 else m.w_usage end
                  + case when n.engagement + t.engagement is null then 0 else m.w_engagement end
                  + case when n.support + t.support is null then 0 else m.w_support end
                  + case when n.satisfaction + t.satisfaction is null then 0 else m.w_satisfaction end
                  + case when n.payment + t.payment is null then 0 else m.w_payment end as weight
           ) shared
     where n.is_now and shared.weight >= m.trend_minimum_coverage
)
select n.client_id, n.overall, n.usage, n.engagement, n.support, n.satisfaction, n.payment, n.coverage,
       (select b.band
          from bands b
         where b.lower_bound <= case when n.coverage < m.cap_below_coverage
                                     then least(n.overall, m.cap_band_lower) else n.overall end
           and n.overall is not null
         order by b.lower_bound desc
         limit 1) as band,
       coalesce(n.coverage < m.cap_below_coverage
                and n.overall >= (select min(b.lower_bound) from bands b where b.lower_bound > m.cap_band_lower),
                false) as is_band_capped,
       case when c.weight is null then null
            when c.comparable_score - c.reference_score > m.improving_above then 'improving'
            when c.comparable_score - c.reference_score < m.declining_below then 'declining'
            else 'stable' end as trend,
       c.comparable_score - c.reference_score as change_points, c.reference_score, c.comparable_score,
       t.usage as previous_usage, t.engagement as previous_engagement, t.support as previous_support,
       t.satisfaction as previous_satisfaction, t.payment as previous_payment,
       t.overall as previous_overall, t.coverage as previous_coverage,
       now_inputs.inputs, then_inputs.inputs as previous_inputs
  from scored n
  join scored t on t.client_id = n.client_id and not t.is_now
 cross join model m
  left join compared c on c.client_id = n.client_id
  join lateral (select jsonb_strip_nulls(to_jsonb(f) - 'client_id' - 'is_now') as inputs
                  from facts f where f.client_id = n.client_id and f.is_now) now_inputs on true
  join lateral (select jsonb_strip_nulls(to_jsonb(f) - 'client_id' - 'is_now') as inputs
                  from facts f where f.client_id = n.client_id and not f.is_now) then_inputs on true
 where n.is_now
 order by n.client_id
