-- Renewals with their contracts and clients, and the latest prediction of the churn model for these. A contract that
-- ended in another way is not up for renewal.
-- Parameters: today date. by date, the last renewal date. closedSince date, null for none: adds the renewals dated
-- before today that were decided since. stages text[]; firstClientId with lastClientId, clientId, tier, csm, segmentId
-- text; minArr numeric, of the client; each null for any. onTrackFrom, atRiskFrom double: the lowest probabilities of
-- these risks.
facts as materialized (
    select r.client_id, c.name as client_name, r.contract_id, r.renewal_date, r.stage, r.stage_changed_at,
           r.current_arr_amount as current_arr, r.proposed_arr_amount as proposed_arr, r.outcome_arr_amount as outcome_arr,
           coalesce(r.owner, c.csm) as owner, r.next_contact_on, r.committed_on, r.closed_on, r.pending_loss_on, r.lost_reason,
           r.new_contract_id, r.version, k.start_date, k.end_date, k.terminated_on, k.auto_renew, k.notice_period_days,
           k.payment_status, c.health_score, c.csm, c.tier, 1 - p.probability_in_window as probability, p.model_version,
           p.calibration, p.predicted_on,
           case when p.probability_in_window is null then 'unknown'
                when 1 - p.probability_in_window >= :onTrackFrom then 'on_track'
                when 1 - p.probability_in_window >= :atRiskFrom then 'at_risk'
                else 'high_risk' end as renewal_risk
      from renewals r
      join clients c on c.client_id = r.client_id
      join contracts k on k.client_id = r.client_id and k.contract_id = r.contract_id
      left join lateral (
           select n.probability_in_window, n.model_version, n.calibration, n.predicted_on
             from churn_predictions n
            where n.client_id = r.client_id and n.predicted_on <= :today
            order by n.predicted_on desc
            limit 1) p on true
     where r.renewal_date <= :by
       and (r.renewal_date >= :today or r.stage not in ('renewed', 'lost') or r.closed_on >= :closedSince::date)
       and (r.stage in ('renewed', 'lost') or k.status = 'active')
       and (:stages::text[] is null or r.stage = any(:stages::text[]))
       and (:firstClientId::text is null or r.client_id between :firstClientId and :lastClientId)
       and (:clientId::text is null or r.client_id = :clientId)
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = r.client_id))
)
