-- The result of the newest run over all clients that looked for everything and ended at or after :since.
select result
  from jobs
 where tool = 'analyze_engagement_patterns' and status = 'completed' and finished_at >= :since
   and arguments ->> 'scope' = 'all_customers' and arguments ->> 'anomaly_detection' = 'true'
   and arguments ->> 'predictive_insights' = 'true'
 order by finished_at desc
 limit 1
