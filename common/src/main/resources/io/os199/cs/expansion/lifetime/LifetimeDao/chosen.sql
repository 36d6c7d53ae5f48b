select c.client_id
  from clients c
 where c.client_id between :firstClientId and :lastClientId and c.status <> 'churned'
   and (:tier::text is null or c.tier = :tier)
   and (:csmHash::text is null or encode(sha256(convert_to(lower(c.csm), 'UTF8')), 'hex') = :csmHash)
   and (:minArrAmount::numeric is null or c.contract_value >= :minArrAmount)
   and (:segmentId::text is null or exists (select from segment_members m
                                             where m.segment_id = :segmentId and m.client_id = c.client_id))
 order by c.client_id
