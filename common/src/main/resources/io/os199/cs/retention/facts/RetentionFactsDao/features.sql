{{facts}}
select {{columns}}
  from facts f
 order by f.client_id, f.t
