with {{facts}},
{{weighed}},
{{scenarios}}
select s.client_id, s.client_name, s.contract_id, s.renewal_date, s.stage, s.current_arr, s.amount, s.weight, s.weight_basis,
       s.worst > 0 as in_worst, s.commit > 0 as in_commit, s.best > 0 as in_best
  from scenarios s
 where :afterDate::date is null
    or (s.renewal_date, s.client_id, s.contract_id) > (:afterDate, :afterClientId, :afterContractId)
 order by s.renewal_date, s.client_id, s.contract_id
 limit :most
