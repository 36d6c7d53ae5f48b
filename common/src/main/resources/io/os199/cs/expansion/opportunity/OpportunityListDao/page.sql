with {{told}}
select j.*
  from told j
 where case when :stage::text is null then j.stage not in ('won', 'lost') else j.stage = :stage end
   and (:afterClientId::text is null
        or case when :afterExpected::numeric is null
                then j.expected_value is null and (j.client_id, j.opportunity_id) > (:afterClientId, :afterId)
                else j.expected_value is null or j.expected_value < :afterExpected
                     or (j.expected_value = :afterExpected
                         and (j.value_amount < :afterValue
                              or (j.value_amount = :afterValue and (j.client_id, j.opportunity_id) > (:afterClientId, :afterId))))
                end)
 order by j.expected_value desc nulls last, j.value_amount desc nulls last, j.client_id, j.opportunity_id
 limit :most
