-- A client that left or came back in the meantime, or whose contracts fell to nothing, has not paid throughout and is
-- left out.
-- Parameters: today date.
with balance as materialized (
    select m.client_id, sum(m.arr_delta_amount) as arr_now,
           coalesce(sum(m.arr_delta_amount) filter (where m.effective_on <= year_ago.day), 0) as arr_before,
           bool_or(m.effective_on > year_ago.day
                   and (m.kind in ('churn', 'reactivation')
                        or m.kind = 'contraction' and (select sum(e.arr_delta_amount)
                                                         from revenue_movements e
                                                        where e.client_id = m.client_id
                                                          and e.effective_on <= m.effective_on) <= 0)) as has_pause
      from revenue_movements m
     cross join (select (:today::date - interval '1 year')::date as day) year_ago
     where m.effective_on <= :today
     group by m.client_id
)
select c.tier, count(*)::int as client_count, sum(b.arr_before) as arr_before_amount, sum(b.arr_now) as arr_now_amount
  from balance b
  join clients c on c.client_id = b.client_id
 where c.status <> 'churned' and b.arr_before > 0 and b.arr_now > 0 and not b.has_pause
 group by c.tier
 order by array_position(array['enterprise', 'professional', 'standard', 'starter'], c.tier)
