select status from contracts where client_id = :clientId and contract_id = :contractId
