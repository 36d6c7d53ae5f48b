select client_id, name as client_name, contract_value as arr_amount, true as is_in_scope
  from clients
 where client_id = :clientId
