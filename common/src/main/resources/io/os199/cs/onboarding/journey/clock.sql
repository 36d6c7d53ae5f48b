select coalesce((select min(start_date) from contracts where client_id = c.client_id and status <> 'draft'),
                    c.contract_start_date, (c.created_at at time zone 'UTC')::date) as clock_start_on
      from clients c
     where c.client_id = :clientId
