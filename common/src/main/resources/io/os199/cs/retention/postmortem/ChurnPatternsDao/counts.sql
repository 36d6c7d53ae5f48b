with {{clients}}
select count(*) filter (where c.was_live_at_start)::int as live_count,
       count(*) filter (where c.was_live_at_start and not c.has_left)::int as retained_count
  from clients_of c
 where c.has_left or :minArrAmount::numeric is null or c.contract_value >= :minArrAmount
