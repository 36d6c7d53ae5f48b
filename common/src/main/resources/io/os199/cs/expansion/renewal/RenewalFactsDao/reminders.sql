select contract_id, days_before, status
  from renewal_reminders
 where client_id = :clientId
 order by contract_id, days_before
