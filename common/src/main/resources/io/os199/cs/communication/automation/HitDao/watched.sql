-- How many clients an automation watches, and the first of them by id.
select count(*)::int as client_count, min(c.client_id) as first_client_id
  from clients c
 where {{target}}
