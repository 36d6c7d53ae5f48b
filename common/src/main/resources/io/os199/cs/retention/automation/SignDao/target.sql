-- Whether a rule watches the client c. Parameters: tier, csm, segmentId text and minArr numeric, each null for any.
c.status <> 'churned'
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
