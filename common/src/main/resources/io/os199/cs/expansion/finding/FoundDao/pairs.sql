with {{pair}}
select peer_group, owned_product_id, product_id, peer_count, owners_a_count, owners_b_count, both_count,
       round(confidence, 4) as confidence_rate, round(lift, 4) as lift
  from pair
 where both_count >= :minPairCount and confidence >= 0.20 and lift >= :minLift
   and (:productId::text is null or product_id = :productId)
   and (:family::text is null or product_id in (select product_id from products where lower(family) = lower(:family)))
 order by pair.lift desc, both_count desc, peer_group, owned_product_id, product_id
 limit :most
