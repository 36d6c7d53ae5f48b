select (count(*) filter (where stage = 'renewed'))::int as renewed_count, count(*)::int as closed_count
  from renewals
 where committed_on is not null and stage in ('renewed', 'lost')
   and closed_on > :today::date - interval '24 months' and closed_on <= :today
