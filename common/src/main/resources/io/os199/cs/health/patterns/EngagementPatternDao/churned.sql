-- The clients that left in the year that ends today, each with the day 30 days before its last churn.
select client_id, max(churned_on) - 30 as day
  from churn_events
 where churned_on between :today::date - 364 and :today
 group by client_id
 order by client_id
