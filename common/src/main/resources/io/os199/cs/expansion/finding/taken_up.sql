-- Whether an opportunity stands for the finding k, which is then not shown again: one that is open, of its key or of its
-- type and product (upsells are of features, so only their keys tell them apart), or one lost within 180 days.
-- Parameters: today date.
exists (select from opportunities o
         where o.client_id = k.client_id
           and (o.finding_key = k.finding_key
                or (k.type <> 'upsell' and o.type = k.type and o.product_id is not distinct from k.product_id))
           and (o.stage not in ('won', 'lost') or (o.stage = 'lost' and o.closed_on > :today::date - 180)))
