with {{facts}}
select coalesce(sum(o.value_amount), 0.00) as amount,
       coalesce(sum(o.value_amount * coalesce(o.probability, case o.stage when 'identified' then 0.10 when 'qualified' then 0.25
                                                                         when 'proposed' then 0.50 else 0.75 end)::numeric), 0.00)
           as weighted_amount
  from opportunities o
 where o.stage not in ('won', 'lost') and o.expected_close between :today and :by
   and o.client_id in (select client_id from facts)
