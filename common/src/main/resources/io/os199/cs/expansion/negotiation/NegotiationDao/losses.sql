select min(btrim(e.competitor)) as competitor, count(*)::int as count,
       case when bool_or(c.tier = own.tier) and coalesce(bool_or(lower(c.industry) = lower(own.industry)), false) then 'both'
            when bool_or(c.tier = own.tier) then 'tier'
            else 'industry' end as tier_or_industry
  from churn_events e
  join clients c on c.client_id = e.client_id
  join clients own on own.client_id = :clientId
 where btrim(e.competitor) <> '' and (c.tier = own.tier or lower(c.industry) = lower(own.industry))
 group by lower(btrim(e.competitor))
 order by count desc, competitor
 limit :most
