with {{facts}}
select client_id, sum(current_arr) as arr, count(*) over ()::int as total_count
  from facts
 where stage not in ('renewed', 'lost') and renewal_risk <> 'on_track'
 group by client_id
 order by arr desc, client_id
 limit :most
