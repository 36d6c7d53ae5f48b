-- The contracts of every client in force on a day or, where it has none, those that lapsed last in the 60 days before.
-- A query that reads this as a relation of its own and asks for some clients reads no others.
-- Parameters: today date.
select k.client_id, k.contract_id, k.type, k.value, k.tier, k.included_users, k.products, k.discount_rate, k.start_date, k.end_date,
       k.renewal_date, k.payment_status
  from (select o.*,
               rank() over (partition by o.client_id
                            order by o.is_in_force desc, case when not o.is_in_force then o.end_date end desc) as place
          from (select i.*, i.end_date is null or i.end_date >= :today as is_in_force
                  from contracts i
                 where i.status <> 'draft' and i.start_date <= :today
                   and (i.end_date is null or i.end_date > :today::date - 60)
                   and (i.terminated_on is null or i.terminated_on > :today)) o) k
 where k.place = 1
