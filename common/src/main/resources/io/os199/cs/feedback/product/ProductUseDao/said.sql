-- The feedback about each feature in a period, from all clients of a tier.
-- Parameters: start, day date; tier text, may be null.
select tag as feature_key, count(*) filter (where f.type = 'feature_request')::int as request_count,
       count(*) filter (where f.type = 'bug_report')::int as bug_count, count(f.sentiment_score)::int as scored_count,
       avg(f.sentiment_score) as mean_sentiment,
       -- The ten newest complaints.
       trim_array(coalesce(array_agg(f.feedback_id order by f.received_at desc, f.feedback_id)
                               filter (where f.type = 'bug_report' or f.sentiment = 'negative'), '{}'),
                  greatest(count(*) filter (where f.type = 'bug_report' or f.sentiment = 'negative') - 10, 0)::int) as complaint_ids
  from feedback f
  join clients c on c.client_id = f.client_id
 cross join unnest(f.tags) as tag
 where f.received_at >= :start::timestamp at time zone 'UTC' and f.received_at < (:day::date + 1)::timestamp at time zone 'UTC'
   and (:tier::text is null or c.tier = :tier)
 group by tag
