with {{told}},
open as materialized (
    select * from told where stage not in ('won', 'lost')
),
closed as materialized (
    select * from told where stage in ('won', 'lost') and closed_on > :today::date - 365 and closed_on <= :today
)
select count(*)::int as open_count, coalesce(sum(o.value_amount), 0) as open_value_amount,
       round(coalesce(sum(o.expected_value), 0), 2) as weighted_value_amount,
       (count(*) filter (where o.expected_close < :today))::int as overdue_count,
       (select count(*)::int from told t
         where case when :stage::text is null then t.stage not in ('won', 'lost') else t.stage = :stage end) as listed_count,
       (select coalesce(sum(c.value_amount), 0) from closed c where c.stage = 'won') as won_amount_365d,
       (select case when count(*) >= 5 then round(count(*) filter (where c.stage = 'won')::numeric / count(*), 4) end
          from closed c) as win_rate_365d,
       (select coalesce(sum(f.contract_value), 0) from filtered f) as current_arr_amount,
       (select percentile_disc(0.75) within group (order by e.expected_value)
          from open e where e.expected_value is not null) as top_quarter_from,
       (select coalesce(jsonb_agg(to_jsonb(g) order by
                   array_position(array['identified', 'qualified', 'proposed', 'negotiation'], g.key)), '[]')
          from (select s.stage as key, count(*) as count, coalesce(sum(s.value_amount), 0) as value_amount,
                       round(coalesce(sum(s.expected_value), 0), 2) as weighted_value_amount
                  from open s group by s.stage) g) as by_stage,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.value_amount desc, g.key), '[]')
          from (select s.type as key, count(*) as count, coalesce(sum(s.value_amount), 0) as value_amount,
                       round(coalesce(sum(s.expected_value), 0), 2) as weighted_value_amount
                  from open s group by s.type) g) as by_type
  from open o
