with {{clients}}
select c.client_id
  from clients_of c
 where c.was_live_at_start and not c.has_left and (:minArrAmount::numeric is null or c.contract_value >= :minArrAmount)
 order by md5(c.client_id), c.client_id
 limit :most
