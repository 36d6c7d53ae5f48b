-- Clients of the portfolio in a range of ids, and whether each is in the requested scope.
select client_id, name as client_name, contract_value as arr_amount,
       (cast(:tier as text) is null or tier = :tier)
       and (cast(:healthBand as text) is null or health_band = :healthBand)
       and (cast(:segmentId as text) is null
            or exists (select from segment_members m where m.client_id = c.client_id and m.segment_id = :segmentId))
           as is_in_scope
  from clients c
 where (cast(:first as text) is null or client_id between :first and :last) and status <> 'churned'
 order by client_id
