-- How often clients have two products together: one row in "pair" for each peer group, product and other product.
-- Parameters: today date; clientId text, whose peers and products alone are looked at, null for all; counted text, the
-- answer of countedPairs.sql, which is then not counted again, null to count.
-- Peers are the live clients of a tier, or all live clients where the tier has fewer than 30. With fewer than 30 in
-- all there are no pairs.
live as materialized (
    select client_id, tier from clients where status <> 'churned'
),
tier_size as materialized (
    select tier, count(*) as peer_count from live group by tier
),
peer_group as materialized (
    select tier as peer_group, peer_count
      from tier_size
     where peer_count >= 30
       and (:clientId::text is null or tier = (select l.tier from live l where l.client_id = :clientId))
    union all
    select 'portfolio', count(*)
      from live
    having count(*) >= 30
       and exists (select from tier_size s
                    where s.peer_count < 30
                      and (:clientId::text is null or s.tier = (select l.tier from live l where l.client_id = :clientId)))
),
peer_owned as materialized (
    select distinct l.client_id, l.tier, p.product_id
      from ({{io.os199.cs.expansion.price.in_force}}) k
      join live l on l.client_id = k.client_id
     cross join unnest(k.products) as o (product_id)
      join products p on p.product_id = o.product_id
     where :counted::text is null
),
member as materialized (
    select g.peer_group, o.client_id, o.product_id
      from peer_group g
      join peer_owned o on g.peer_group in (o.tier, 'portfolio')
),
owner as materialized (
    select peer_group, product_id, count(*) as owner_count from member group by peer_group, product_id
),
pair as materialized (
    select g.peer_group, a.product_id as owned_product_id, a.other_id as product_id, g.peer_count, oa.owner_count as owners_a_count,
           ob.owner_count as owners_b_count, a.both_count,
           a.both_count::numeric / oa.owner_count as confidence,
           a.both_count::numeric * g.peer_count / (oa.owner_count * ob.owner_count) as lift
      from (select x.peer_group, x.product_id, y.product_id as other_id, count(*) as both_count
              from member x
              join member y on y.peer_group = x.peer_group and y.client_id = x.client_id and y.product_id <> x.product_id
             where :clientId::text is null
                or exists (select from peer_owned w where w.client_id = :clientId and w.product_id = x.product_id)
             group by x.peer_group, x.product_id, y.product_id) a
      join peer_group g on g.peer_group = a.peer_group
      join owner oa on oa.peer_group = a.peer_group and oa.product_id = a.product_id
      join owner ob on ob.peer_group = a.peer_group and ob.product_id = a.other_id
    union all
    select *
      from jsonb_to_recordset(:counted::jsonb) as c (peer_group text, owned_product_id text, product_id text, peer_count bigint,
               owners_a_count bigint, owners_b_count bigint, both_count bigint, confidence numeric, lift numeric)
)
