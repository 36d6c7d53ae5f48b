-- Who some users are that were active in a period, and when last.
select p.user_key, c.email, max(u.day) as last_active_on
  from product_users p
  join usage_daily_users u on u.client_id = p.client_id and u.user_key = p.user_key and u.day between :start and :day
  left join contacts c on c.client_id = p.client_id and c.contact_id = p.contact_id
 where p.client_id = :clientId and p.user_key = any (:userKeys)
 group by p.user_key, c.email
 order by p.user_key
