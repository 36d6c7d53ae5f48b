{{facts}}
select {{columns}},
       f.user_days_30, f.user_days_60, f.active_user_count, f.seat_count, f.is_known,
       coalesce(f.urgent_ticket_count, 0) as urgent_ticket_count, coalesce(f.aged_ticket_count, 0) as aged_ticket_count,
       f.escalation_load::double precision as escalation_load,
       coalesce(f.champion_left, false) as has_champion_left, f.tier, f.overall as health_score,
       last_use.last_used_on, touch.last_two_way_touch_on, touch.last_outreach_on,
       ticket.oldest_urgent_opened_at, ticket.ticket_count_30, ticket.ticket_count_90_before,
       ticket.rating_count, ticket.rating_mean,
       open_escalation.severity as open_escalation_severity,
       open_escalation.grave_count as open_grave_escalation_count,
       answer.lowest_nps_90, answer.nps_count_180, answer.nps_mean_180,
       renewal.stage as renewal_stage,
       money.arr_amount, money.arr_amount_year_ago, money.contraction_180_amount, money.contraction_365_amount,
       onboarding.plan_days_late, onboarding.milestone_blocked_days
  from facts f
 cross join lateral (select (f.t + 1)::timestamp at time zone 'UTC' as t_end) moment
 cross join lateral (
       select max(u.day) as last_used_on
         from usage_daily_users u
        where u.client_id = f.client_id and u.day <= f.t and u.event_count > 0
       ) last_use
 cross join lateral (
       select (max(o.occurred_at) filter (
                   where o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
                      or o.kind in ('email', 'chat') and o.answered_at < moment.t_end) at time zone 'UTC')::date
                  as last_two_way_touch_on,
              (max(o.occurred_at) filter (where o.direction = 'outbound') at time zone 'UTC')::date as last_outreach_on
         from touchpoints o
        where o.client_id = f.client_id and o.occurred_at < moment.t_end
       ) touch
 cross join lateral (
       select min(k.opened_at) filter (where k.priority in ('P0', 'P1')
                                         and {{io.os199.cs.retention.facts.ticket_open}})
                  as oldest_urgent_opened_at,
              count(*) filter (where k.opened_at >= (f.t - 29)::timestamp at time zone 'UTC')::int as ticket_count_30,
              count(*) filter (where k.opened_at < (f.t - 29)::timestamp at time zone 'UTC'
                                 and k.opened_at >= (f.t - 119)::timestamp at time zone 'UTC')::int
                  as ticket_count_90_before,
              count(*) filter (where k.satisfaction_scale = 'five_point' and k.satisfaction_at < moment.t_end
                                 and k.satisfaction_at >= (f.t - 89)::timestamp at time zone 'UTC')::int as rating_count,
              (avg(k.satisfaction) filter (where k.satisfaction_scale = 'five_point' and k.satisfaction_at < moment.t_end
                                             and k.satisfaction_at >= (f.t - 89)::timestamp at time zone 'UTC'))
                  ::double precision as rating_mean
         from tickets k
        where k.client_id = f.client_id and k.deleted_at is null and k.opened_at < moment.t_end
       ) ticket
 cross join lateral (
       select (array_agg(e.severity order by array_position(array['critical', 'high', 'medium', 'low'], e.severity)))[1]
                  as severity,
              count(*) filter (where e.severity in ('critical', 'high'))::int as grave_count
         from escalations e
        where e.client_id = f.client_id and e.opened_at < moment.t_end and {{io.os199.cs.retention.facts.escalation_open}}
       ) open_escalation
 cross join lateral (
       select min(r.score) filter (where r.responded_at >= (f.t - 89)::timestamp at time zone 'UTC')::int as lowest_nps_90,
              count(*)::int as nps_count_180, avg(r.score)::double precision as nps_mean_180
         from (select distinct on (person.key) r.score, r.responded_at
                 from survey_responses r
                {{io.os199.cs.core.respondent}}
                where r.client_id = f.client_id and r.kind = 'nps' and r.responded_at < moment.t_end
                  and r.responded_at >= (f.t - 179)::timestamp at time zone 'UTC'
                order by person.key, r.responded_at desc, r.response_id desc) r
       ) answer
  left join renewals renewal on renewal.client_id = f.client_id and renewal.contract_id = f.contract_id
        and renewal.renewal_date = f.renewal_date
 cross join lateral (
       select coalesce(sum(m.arr_delta_amount), 0) as arr_amount,
              coalesce(sum(m.arr_delta_amount) filter (where m.effective_on <= f.t - 365), 0) as arr_amount_year_ago,
              coalesce(-sum(m.arr_delta_amount) filter (where m.kind = 'contraction' and m.effective_on > f.t - 180), 0)
                  as contraction_180_amount,
              coalesce(-sum(m.arr_delta_amount) filter (where m.kind = 'contraction' and m.effective_on > f.t - 365), 0)
                  as contraction_365_amount
         from revenue_movements m
        where m.client_id = f.client_id and m.effective_on <= f.t
       ) money
 cross join lateral (
       select max(f.t - p.target_date) as plan_days_late,
              max(f.t - (b.blocked_at at time zone 'UTC')::date) as milestone_blocked_days
         from onboarding_plans p
         left join onboarding_milestones b on b.client_id = p.client_id and b.plan_id = p.plan_id
              and b.status = 'blocked' and b.blocked_at < moment.t_end
        where p.client_id = f.client_id and p.status = 'active' and p.start_date <= f.t
       ) onboarding
 order by f.client_id, f.t
