-- What speaks against the renewals in "facts" that are at risk: the relation "drivers".
-- Parameters: withRisks boolean, false for no rows; mostDrivers int.
threatened as materialized (
    select client_id, sum(current_arr) as arr
      from facts
     where :withRisks and stage not in ('renewed', 'lost') and renewal_risk in ('at_risk', 'high_risk')
     group by client_id
),
drivers as materialized (
    select d.feature, count(*) as client_count, sum(r.arr) as arr_amount
      from threatened r
     cross join lateral (
           select n.contributions
             from churn_predictions n
            where n.client_id = r.client_id and n.predicted_on <= :today
            order by n.predicted_on desc
            limit 1) p
     cross join lateral (
           select c ->> 'feature' as feature
             from jsonb_array_elements(p.contributions) c
            where (c ->> 'contribution')::double precision > 0 and c ->> 'feature' <> 'renewal_in_horizon'
            order by (c ->> 'contribution')::double precision desc, c ->> 'feature'
            limit 3) d
     group by d.feature
     order by arr_amount desc, d.feature
     limit :mostDrivers
)
