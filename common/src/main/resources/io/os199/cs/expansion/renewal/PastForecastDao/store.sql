-- Stores the forecasts that would have been made at the beginning of a past day for the renewals that were open then.
-- A forecast that a night has stored stays.
-- No history is kept of the stage that a renewal was in before a commitment, or of what had been proposed: the first
-- of these stages is taken, which weighs like the others, and the amount is that of the contracts in force.
-- Parameters: clientIds text[]; day date; chances text, {client_id, probability} of a renewal as a JSON array;
-- committedRate double and isOwnRate boolean as in RenewalFactsDao/weighed.sql; modelStage text, of the model that
-- gave the chances; at timestamptz.
with known as materialized (
    select k.client_id, k.contract_id, k.value, k.start_date, k.end_date, k.auto_renew, k.notice_period_days,
           r.renewal_date, r.committed_on, r.closed_on
      from contracts k
      left join renewals r on r.client_id = k.client_id and r.contract_id = k.contract_id
     where k.client_id = any(:clientIds) and k.status <> 'draft' and k.start_date < :day::date
       and (k.end_date is null or k.end_date >= :day::date) and (k.terminated_on is null or k.terminated_on >= :day::date)
),
-- A contract without a renewal of its own renews with the contract whose dates best match its own.
riding as (
    select a.client_id, base.contract_id, sum(a.value) as value
      from known a
     cross join lateral (
           select b.contract_id
             from known b
            where b.client_id = a.client_id and b.renewal_date is not null
            order by b.end_date is distinct from a.end_date, b.start_date <> a.start_date, b.contract_id
            limit 1) base
     where a.renewal_date is null
     group by a.client_id, base.contract_id
),
undecided as (
    select k.client_id, k.contract_id, k.renewal_date, k.value + coalesce(a.value, 0.00) as amount, p.probability,
           coalesce(k.committed_on < :day::date, false) as is_committed,
           coalesce(k.committed_on < :day::date or k.auto_renew and k.renewal_date - k.notice_period_days < :day::date, false)
               as is_certain
      from known k
      left join riding a on a.client_id = k.client_id and a.contract_id = k.contract_id
      left join jsonb_to_recordset(:chances::jsonb) as p (client_id text, probability double precision)
             on p.client_id = k.client_id
     where k.renewal_date is not null and (k.closed_on is null or k.closed_on >= :day::date)
),
weighed as (
    select u.*, case when is_certain then :committedRate else probability end as weight,
           case when is_certain and :isOwnRate then 'own_rate' when is_certain then 'usual_rate'
                when probability is null then 'unknown' else 'churn_model' end as weight_basis
      from undecided u
)
insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, probability, amount, current_arr_amount,
                               forecast_arr_amount, weight_basis, factors)
select client_id, contract_id, :day::date, :at, case when is_committed then 'committed' else 'upcoming' end, weight, amount, amount,
       round((weight * amount)::numeric, 2), weight_basis,
       jsonb_strip_nulls(jsonb_build_object('replayed', true, 'renewal_date', renewal_date, 'renewal_probability', probability,
                                            'predicted_on', :day::date - 1, 'model_stage', :modelStage::text))
  from weighed
 order by client_id, contract_id
on conflict do nothing
