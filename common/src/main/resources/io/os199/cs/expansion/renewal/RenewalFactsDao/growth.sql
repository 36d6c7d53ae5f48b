-- The total of the open opportunities of the clients in "facts", plain and weighted by the probability that a person
-- set, or else by the one that closed opportunities give: the relation "growth", of one row.
-- Parameters: chances text, the probability of each type and open stage as a JSON array.
chance as materialized (
    select type, stage, probability from jsonb_to_recordset(:chances::jsonb) as o (type text, stage text, probability numeric)
),
growth as materialized (
    select coalesce(sum(o.value_amount), 0.00) as amount,
           coalesce(sum(o.value_amount * coalesce(o.probability::numeric, h.probability)), 0.00) as weighted_amount
      from opportunities o
      join chance h on h.type = o.type and h.stage = o.stage
     where o.expected_close between :today and :by and o.client_id in (select client_id from facts)
)
