-- Whether the condition that set off a run still holds; an event always does. Parameters: occurrenceKey text, and
-- those of moments.sql; "to" is now.
select case :trigger
       when 'health_score' then (
            select case :direction when 'below' then s.overall < :threshold else s.overall >= :threshold end
              from scoring_models m
              join health_scores s on s.model_id = m.model_id and s.model_version = m.model_version
                   and s.lookback_days = (m.weights #>> '{constants,default_lookback_days}')::int
             where m.kind = 'health' and m.name = 'weighted_composite' and s.client_id = c.client_id and s.overall is not null
             order by s.score_date desc, m.status = 'active' desc, s.model_version desc limit 1)
       when 'behavior_based' then case :behavior
            when 'inactive' then :occurrenceKey = coalesce(
                 (select max(v.day)::text from usage_daily_users v where v.client_id = c.client_id), 'never')
            when 'feature_unused' then :occurrenceKey = coalesce(
                 (select max(r.last_used_on)::text from usage_user_features r
                   where r.client_id = c.client_id and r.feature_key = :featureKey), 'never')
                 and exists (select from usage_daily_users v
                              where v.client_id = c.client_id and v.day > (:to::timestamptz at time zone 'UTC')::date - 7)
            else true end
       when 'usage_pattern' then exists (
            select from (select w.recent, w.before
                           from (select (:to::timestamptz at time zone 'UTC')::date as today) d
                           cross join lateral ({{used}}) w) u
             where {{passed}})
       else true end as holds
  from clients c
 where c.client_id = :clientId and c.status = 'active'
