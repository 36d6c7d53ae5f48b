select s.client_id, s.client_name, s.contract_id, s.renewal_date, s.stage, s.stage_changed_at, s.current_arr, s.proposed_arr,
       s.outcome_arr, s.owner, s.next_contact_on, s.closed_on, s.pending_loss_on, s.lost_reason, s.new_contract_id, s.version,
       s.start_date, s.end_date, s.auto_renew, s.notice_period_days, s.payment_status, s.health_score, s.probability,
       s.model_version, s.calibration, s.predicted_on, touch.last_contact_on, growth.open_expansion_amount
  from shown s
 cross join lateral (
       select (max(o.occurred_at) at time zone 'UTC')::date as last_contact_on
         from touchpoints o
        where o.client_id = s.client_id
          and (o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
               or o.kind in ('email', 'chat') and o.answered_at is not null)
       ) touch
 cross join lateral (
       select coalesce((select sum(o.value_amount) from opportunities o
                         where o.client_id = s.client_id and o.stage not in ('won', 'lost')), 0)
              + coalesce((select sum(k.value_amount) from opportunity_findings k
                           where k.client_id = s.client_id and k.gone_at is null
                             and coalesce(k.dismissed_until <= :today, true)
                             and not {{io.os199.cs.expansion.finding.taken_up}}), 0) as open_expansion_amount
       ) growth
 order by s.renewal_date, s.client_id, s.contract_id
