with {{facts}},
{{weighed}},
{{scenarios}},
{{growth}},
{{drivers}},
{{risky}},
grouped as (
    select g.key, count(*) as renewal_count, sum(s.current_arr) as arr_due_amount, sum(s.expected) as expected_amount,
           sum(s.worst) as worst_amount, sum(s.commit) as commit_amount, sum(s.best) as best_amount
      from scenarios s
     cross join lateral (
           select to_char(s.renewal_date, 'YYYY-MM') as key where :grouping = 'month'
           union all select coalesce(s.csm, 'none') where :grouping = 'csm'
           union all select s.tier where :grouping = 'tier'
           union all select m.segment_id from segment_members m where :grouping = 'segment' and m.client_id = s.client_id
           ) g
     group by g.key
),
shown as (
    select * from grouped order by case when :grouping = 'month' then key end, arr_due_amount desc, key limit :mostGroups
)
select count(*)::int as renewal_count,
       coalesce(sum(s.current_arr), 0.00) as arr_due,
       coalesce(sum(s.expected), 0) as expected,
       coalesce(sum(s.worst), 0.00) as worst,
       coalesce(sum(s.commit), 0.00) as commit,
       coalesce(sum(s.best), 0.00) as best,
       coalesce(sum(s.current_arr) filter (where s.weight is not null), 0.00) as arr_weighed,
       coalesce(sum(s.weight * least(s.amount, s.current_arr)), 0) as held,
       coalesce(sum((1 - s.weight) * s.current_arr), 0) as expected_churn,
       coalesce(sum(s.weight * (1 - s.weight) * s.amount * s.amount), 0) as variance,
       (count(*) filter (where s.stage not in ('renewed', 'lost') and s.renewal_date < :today))::int as overdue_count,
       (count(*) filter (where s.weight is null))::int as without_probability_count,
       coalesce(sum(s.current_arr) filter (where s.weight is null), 0.00) as arr_without_probability,
       (select count(*)::int from grouped) as group_count,
       (select coalesce(jsonb_agg(to_jsonb(g) order by case when :grouping = 'month' then g.key end, g.arr_due_amount desc, g.key),
                        '[]')
          from shown g) as by_group,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.key), '[]')
          from (select to_char(renewal_date, 'YYYY-MM') as key, count(*) as renewal_count, sum(current_arr) as arr_due_amount,
                       sum(expected) as expected_amount, sum(worst) as worst_amount, sum(commit) as commit_amount,
                       sum(best) as best_amount
                  from scenarios
                 where date_trunc('month', renewal_date) <= :today::date + 90 and renewal_date >= :today
                 group by 1) g) as near_months,
       (select coalesce(jsonb_agg(to_jsonb(g) order by array_position(array['upcoming', 'contacted', 'negotiating', 'committed',
                                                                            'renewed', 'lost'], g.stage)), '[]')
          from (select stage, count(*) as renewal_count, sum(current_arr) as arr_due_amount, sum(expected) as expected_amount
                  from scenarios group by stage) g) as by_stage,
       (select coalesce(jsonb_agg(to_jsonb(g) order by array_position(array['on_track', 'at_risk', 'high_risk', 'unknown'],
                                                                      g.renewal_risk)), '[]')
          from (select renewal_risk, count(*) as renewal_count, sum(current_arr) as arr_due_amount, avg(weight) as mean_weight
                  from scenarios where stage not in ('renewed', 'lost') group by renewal_risk) g) as by_risk,
       (select count(*)::int
          from scenarios q
         where q.stage in ('contacted', 'negotiating')
           and not exists (select from touchpoints o
                            where o.client_id = q.client_id and o.occurred_at >= (:today::date - 29)::timestamp at time zone 'UTC'
                              and (o.direction = 'inbound' or o.kind in ('call', 'meeting', 'training', 'review')
                                   or o.kind in ('email', 'chat') and o.answered_at is not null))) as stale_count,
       (select amount from growth) as growth_amount,
       (select weighted_amount from growth) as growth_weighted_amount,
       (select coalesce(jsonb_agg(to_jsonb(d) order by d.arr_amount desc, d.feature), '[]') from drivers d) as drivers,
       (select coalesce(jsonb_agg(to_jsonb(y) order by y.arr desc, y.client_id), '[]') from risky y) as risky
  from scenarios s
