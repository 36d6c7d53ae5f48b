-- Clients with several findings and a renewal by renewalBy date, and clients with findings that are held back by risk
-- or an escalation.
with {{judged}},
grouped as materialized (
    select j.client_id, (count(*) filter (where j.blocked_by = '{}'))::int as finding_count,
           bool_or(j.blocked_by && array['open_escalation', 'risk_level']) as needs_repair,
           max(j.expected_value) as expected_value, max(j.value_amount) as value_amount,
           jsonb_agg(to_jsonb(j.blocked_by) order by j.expected_value desc nulls last, j.value_amount desc nulls last,
                     j.finding_key) -> 0 as blocked_by
      from judged j
     where :includeBlocked or j.blocked_by = '{}'
     group by j.client_id
),
advised as (
    select g.*, renewal.renewal_date,
           g.finding_count >= 2 and coalesce(renewal.renewal_date <= :renewalBy, false) as is_aligned
      from grouped g
      join clients c on c.client_id = g.client_id
     cross join lateral (
           select case when count(*) > 0 then min(k.renewal_date) else c.renewal_date end as renewal_date
             from ({{io.os199.cs.expansion.price.in_force}}) k
            where k.client_id = g.client_id) renewal
     where g.finding_count >= 2 or g.needs_repair
)
select a.client_id, a.finding_count, a.renewal_date, array(select jsonb_array_elements_text(a.blocked_by)) as blocked_by, a.is_aligned, a.needs_repair,
       (sum(a.is_aligned::int + a.needs_repair::int) over ())::int as advice_count
  from advised a
 where a.is_aligned or a.needs_repair
 order by a.expected_value desc nulls last, a.value_amount desc nulls last, a.client_id
 limit :most
