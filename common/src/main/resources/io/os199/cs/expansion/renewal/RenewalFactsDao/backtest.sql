-- The decided renewals dated in the period, each with the newest forecast stored for it between leadDays + 30 and
-- leadDays before; a forecast made on its own day takes precedence over one computed afterwards.
with decided as (
    select r.client_id, r.contract_id, r.renewal_date, (r.stage = 'renewed')::int as happened,
           case when r.stage = 'renewed' then coalesce(r.outcome_arr_amount, 0) else 0 end as outcome
      from renewals r
      join clients c on c.client_id = r.client_id
     where r.stage in ('renewed', 'lost')
       and r.renewal_date > :today::date - :periodDays::int and r.renewal_date <= :today
       and (:clientId::text is null or r.client_id = :clientId)
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = r.client_id))
),
foreseen as (
    select d.*, f.probability, f.amount, f.probability * f.amount as predicted, f.model_version, f.is_replayed,
           case when f.probability < 0.5 then '0-0.5' when f.probability < 0.7 then '0.5-0.7'
                when f.probability < 0.85 then '0.7-0.85' else '0.85-1' end as band
      from decided d
     cross join lateral (
           select n.probability, n.amount, n.model_version, n.factors ->> 'replayed' is not null as is_replayed
             from renewal_forecasts n
            where n.client_id = d.client_id and n.contract_id = d.contract_id
              and n.forecast_on between d.renewal_date - (:leadDays::int + 30) and d.renewal_date - :leadDays::int
            order by n.factors ->> 'replayed' is not null, n.forecast_on desc
            limit 1) f
     where f.probability is not null
),
before as (
    select avg((r.stage = 'renewed')::int)::double precision as rate, count(*)::int as closed_count
      from renewals r
     where r.stage in ('renewed', 'lost') and r.renewal_date > :today::date - :periodDays::int - 365
       and r.renewal_date <= :today::date - :periodDays::int
)
select count(f.client_id)::int as renewal_count, (select count(*)::int from decided) as decided_count,
       (count(*) filter (where f.is_replayed))::int as replayed_count,
       coalesce(sum(f.predicted), 0)::double precision as predicted, coalesce(sum(f.outcome), 0.00) as actual,
       coalesce(sum(f.probability), 0) as predicted_renewed, coalesce(sum(f.happened), 0)::int as actual_renewed_count,
       avg((f.probability - f.happened) * (f.probability - f.happened)) as brier,
       b.rate as naive_rate, b.closed_count as naive_closed_count,
       coalesce(sum(f.amount), 0.00) as amount, avg((b.rate - f.happened) * (b.rate - f.happened)) as naive_brier,
       (select coalesce(array_agg(distinct model_version order by model_version), '{}') from foreseen
         where model_version is not null) as model_versions,
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.band), '[]')
          from (select band, count(*) as renewal_count, sum(happened) as renewed_count, avg(probability) as mean_predicted
                  from foreseen group by band) g) as bands
  from before b
  left join foreseen f on true
 group by b.rate, b.closed_count
