with chosen as materialized (
    select c.client_id, c.tier
      from clients c
     where c.status <> 'churned' and (:tier::text is null or c.tier = :tier)
       and (:firstClientId::text is null or c.client_id between :firstClientId and :lastClientId)
),
{{load}}
select l.tier, l.ticket_count::double precision / l.active_user_count as rate
  from load l
 where l.active_user_count > 0
 order by l.client_id
