-- Whether an automation watches the client c. Parameters: tier, segmentId, lifecycleStage and clientId text, each null
-- for any.
c.status = 'active'
       and (:clientId::text is null or c.client_id = :clientId)
       and (:tier::text is null or c.tier = :tier)
       and (:lifecycleStage::text is null or c.lifecycle_stage = :lifecycleStage)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
