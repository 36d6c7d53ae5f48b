-- The largest clients with a renewal in "facts" that is not on track or whose risk is unknown: the relation "risky".
-- Parameters: withRisks boolean, false for no rows; mostRisky int.
risky as materialized (
    select client_id, sum(current_arr) as arr, count(*) over () as total_count
      from facts
     where :withRisks and stage not in ('renewed', 'lost') and renewal_risk <> 'on_track'
     group by client_id
     order by arr desc, client_id
     limit :mostRisky
)
