-- A decided renewal is no longer due or at risk.
with {{facts}},
listed as (
    select f.*, f.stage not in ('renewed', 'lost') as is_open,
           case when f.renewal_date < :today then 'overdue'
                when f.renewal_date - :today::date <= 30 then '0-30'
                when f.renewal_date - :today::date <= 60 then '31-60'
                when f.renewal_date - :today::date <= 90 then '61-90'
                else 'later' end as due_window
      from facts f
     where :risk::text is null or f.renewal_risk = :risk
)
select count(*)::int as renewal_count, coalesce(sum(l.current_arr), 0.00) as arr_due_amount,
       (select coalesce(jsonb_agg(jsonb_build_object('window', w.due_window, 'renewal_count', w.of, 'arr_due_amount', w.arr)
                                  order by array_position(array['overdue', '0-30', '31-60', '61-90', 'later'], w.due_window)), '[]')
          from (select due_window, count(*) as of, sum(current_arr) as arr from listed where is_open group by due_window) w) as by_window,
       (select coalesce(jsonb_agg(jsonb_build_object('stage', s.stage, 'renewal_count', s.of, 'arr_due_amount', s.arr)
                                  order by array_position(array['upcoming', 'contacted', 'negotiating', 'committed', 'renewed',
                                                                'lost'], s.stage)), '[]')
          from (select stage, count(*) as of, sum(current_arr) as arr from listed group by stage) s) as by_stage,
       (select coalesce(jsonb_agg(jsonb_build_object('renewal_risk', k.renewal_risk, 'renewal_count', k.of,
                                                     'arr_due_amount', k.arr)
                                  order by array_position(array['on_track', 'at_risk', 'high_risk', 'unknown'],
                                                          k.renewal_risk)), '[]')
          from (select renewal_risk, count(*) as of, sum(current_arr) as arr from listed where is_open group by renewal_risk) k) as by_risk,
       (count(*) filter (where l.auto_renew))::int as auto_renew_count,
       (count(*) filter (where l.is_open and l.probability is null))::int as without_probability_count
  from listed l
