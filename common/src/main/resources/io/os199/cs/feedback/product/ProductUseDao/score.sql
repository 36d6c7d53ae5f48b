-- The usage component of the newest health score of a client, up to a day.
-- Parameters: clientId text; day date.
select s.usage as score, s.score_date
  from health_scores s
  join scoring_models m on m.model_id = s.model_id and m.model_version = s.model_version
 where s.client_id = :clientId and m.kind = 'health' and m.status = 'active' and s.usage is not null
   and s.score_date <= :day
 order by s.score_date desc, s.computed_at desc, s.lookback_days
 limit 1
