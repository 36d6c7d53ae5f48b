select c.client_id
  from clients c
 where c.client_id > :after
   and exists (select from contracts k
                where k.client_id = c.client_id and k.status <> 'draft' and k.start_date <= :day
                  and (k.end_date is null or k.end_date >= :day) and (k.terminated_on is null or k.terminated_on > :day))
 order by c.client_id
 limit :most
