with {{judged}}
select j.*, j.expected_value::text as expected_text
  from judged j
 where (:includeBlocked or j.blocked_by = '{}')
   and (:afterClientId::text is null
        or case when :afterExpected::numeric is null
                then j.expected_value is null and (j.client_id, j.finding_key) > (:afterClientId, :afterKey)
                else j.expected_value is null or j.expected_value < :afterExpected
                     or (j.expected_value = :afterExpected
                         and (j.value_amount < :afterValue
                              or (j.value_amount = :afterValue and (j.client_id, j.finding_key) > (:afterClientId, :afterKey))))
                end)
 order by j.expected_value desc nulls last, j.value_amount desc nulls last, j.client_id, j.finding_key
 limit :most
