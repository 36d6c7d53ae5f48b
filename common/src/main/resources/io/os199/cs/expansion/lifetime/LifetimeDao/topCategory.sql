select k.category, count(*)::int as ticket_count
  from tickets k
 where k.client_id = :clientId and k.deleted_at is null
   and k.opened_at >= (:today::date - 364)::timestamp at time zone 'UTC'
   and k.opened_at < (:today::date + 1)::timestamp at time zone 'UTC'
 group by k.category
 order by ticket_count desc, k.category
 limit 1
