-- How many tickets the clients of "chosen" opened in the 365 days to today, and how many of their people use the
-- product according to the latest health score of the past week: a fresh count for all peers would read a month of use
-- of every client.
-- Parameters: today date; healthModel text, the name of the health model whose scores count.
model as materialized (
    select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
      from scoring_models
     where kind = 'health' and status = 'active' and name = :healthModel
),
load as materialized (
    select c.client_id, c.tier, ticket.ticket_count, score.active_user_count
      from chosen c
     cross join lateral (
           select count(*)::int as ticket_count
             from tickets k
            where k.client_id = c.client_id and k.deleted_at is null
              and k.opened_at >= (:today::date - 364)::timestamp at time zone 'UTC'
              and k.opened_at < (:today::date + 1)::timestamp at time zone 'UTC') ticket
      left join lateral (
           select (s.inputs ->> 'active_user_count')::int as active_user_count
             from model m
             join health_scores s on s.client_id = c.client_id and s.model_id = m.model_id
              and s.model_version = m.model_version and s.lookback_days = m.lookback_days
            where s.score_date > :today::date - 7 and s.score_date <= :today and (s.inputs ->> 'known')::boolean
            order by s.score_date desc
            limit 1) score on true
)
