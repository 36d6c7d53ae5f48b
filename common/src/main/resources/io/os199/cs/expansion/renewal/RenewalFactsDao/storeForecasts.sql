with {{facts}},
{{weighed}}
insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, probability, amount, current_arr_amount,
                               forecast_arr_amount, weight_basis, factors, model_version)
select client_id, contract_id, :today, :at, stage, weight, amount, current_arr, round((weight * amount)::numeric, 2), weight_basis,
       jsonb_strip_nulls(jsonb_build_object('renewal_date', renewal_date, 'renewal_probability', probability,
                                            'predicted_on', predicted_on)),
       model_version
  from weighed
 order by client_id, contract_id
on conflict (client_id, contract_id, forecast_on) do update
   set forecast_at = excluded.forecast_at, stage = excluded.stage, probability = excluded.probability, amount = excluded.amount,
       current_arr_amount = excluded.current_arr_amount, forecast_arr_amount = excluded.forecast_arr_amount,
       weight_basis = excluded.weight_basis, factors = excluded.factors, model_version = excluded.model_version
