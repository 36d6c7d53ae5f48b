-- The rows of "weighed" with what each renewal brings in the worst case, as committed, and in the best case.
scenarios as materialized (
    select w.*, w.weight * w.amount as expected,
           case when w.stage = 'renewed' then w.amount when w.is_certain then least(w.amount, w.current_arr) else 0 end as worst,
           case when w.stage in ('renewed', 'lost') or w.is_certain then w.amount
                when w.stage = 'negotiating' then case when w.probability >= 0.75 then w.amount else 0 end
                else case when w.probability >= 0.90 then least(w.amount, w.current_arr) else 0 end end as commit,
           w.amount as best
      from weighed w
)
