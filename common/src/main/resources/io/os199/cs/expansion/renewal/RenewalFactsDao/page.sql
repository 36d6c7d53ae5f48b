with {{facts}},
shown as (
    select f.*
      from facts f
     where (:risk::text is null or f.renewal_risk = :risk)
       and (:afterDate::date is null
            or (f.renewal_date, f.client_id, f.contract_id) > (:afterDate, :afterClientId, :afterContractId))
     order by f.renewal_date, f.client_id, f.contract_id
     limit :most
)
{{shown}}
