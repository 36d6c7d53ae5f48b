with {{at_risk}}
select count(*)::int as total_analyzed_count,
       (count(*) filter (where not j.is_scored))::int as not_scored_count,
       (count(*) filter (where j.is_at_risk))::int as at_risk_count,
       coalesce(sum(j.arr_amount), 0) as arr_analyzed_amount,
       coalesce(sum(j.arr_amount) filter (where j.is_at_risk), 0) as arr_at_risk_amount,
       coalesce(sum(j.expected_loss), 0) as expected_arr_loss_amount,
       (select coalesce(jsonb_agg(to_jsonb(l) order by array_position(array['critical', 'high', 'medium', 'low'], l.key)), '[]')
          from (select o.risk_level as key, count(*) as client_count, sum(o.arr_amount) as arr_amount,
                       round(sum(o.expected_loss), 2) as expected_loss_amount
                  from judged o where o.risk_level is not null group by o.risk_level) l) as by_risk_level,
       (select coalesce(jsonb_agg(to_jsonb(t) order by array_position(array['enterprise', 'professional', 'standard', 'starter'], t.key)), '[]')
          from (select o.tier as key, count(*) as client_count, sum(o.arr_amount) as arr_amount,
                       round(sum(o.expected_loss), 2) as expected_loss_amount
                  from judged o group by o.tier) t) as by_tier
  from judged j
