f.client_id, f.t as as_of, f.tenure_days, f.renewal_date, f.term_days,
       f.usage::double precision as usage_score,
       f.engagement::double precision as engagement_score,
       f.support::double precision as support_score,
       f.satisfaction::double precision as satisfaction_score,
       case when f.user_days_60 >= 10 and f.tenure_days >= 90
            then ln((f.user_days_30 + 5)::double precision / (f.user_days_60 / 2.0::double precision + 5)) end as usage_trend_log,
       -- Seats that nobody is seen to use count as idle only where any use has been seen at all.
       case when f.is_known
            then least(1.5, f.active_user_count / nullif(f.seat_count, 0)::double precision) end as seat_utilization_rate,
       ln(1 + f.tenure_days / 365.0::double precision) as tenure_log,
       (f.renewal_date <= f.t + 90)::int::double precision as renewal_in_horizon,
       f.auto_renew::int::double precision as auto_renew,
       ln(1 + f.urgent_ticket_count::double precision) as urgent_tickets_log,
       ln(1 + f.aged_ticket_count::double precision) as aged_tickets_log,
       ln(1 + f.escalation_load::double precision) as escalation_load_log,
       f.payment_state::double precision as payment_state,
       f.champion_left::int::double precision as champion_left,
       f.has_contraction::int::double precision as contraction_12m
