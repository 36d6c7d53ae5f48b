-- Touchpoints of some clients. An outbound mail, call or chat counts as asked once it is answered or three days old.
with touched as materialized (
    select client_id, kind, direction, occurred_at, is_answered,
           direction = 'outbound' and kind in ('email', 'call', 'chat')
               and (is_answered or (occurred_at at time zone 'UTC')::date <= :day::date - 3) as is_asked,
           case when is_answered then extract(epoch from answered_at - occurred_at) / 3600 end as answer_hours
      from (select client_id, kind, direction, occurred_at, answered_at,
                   coalesce(answered_at <= :cut, false) as is_answered
              from touchpoints
             where client_id = any (:clientIds) and occurred_at >= :start::timestamp at time zone 'UTC'
               and occurred_at <= :cut) t
),
gaps as (
    select extract(epoch from occurred_at - lag(occurred_at) over (partition by client_id order by occurred_at)) / 86400
               as days
      from touched
)
select jsonb_build_object(
           'kinds', coalesce((
               select jsonb_agg(to_jsonb(k) order by k.kind)
                 from (select kind, count(*) filter (where direction = 'inbound') as inbound_count,
                              count(*) filter (where direction = 'outbound') as outbound_count,
                              count(*) filter (where is_asked) as asked_count,
                              count(*) filter (where is_asked and is_answered) as answered_count,
                              round((percentile_disc(0.5) within group (order by answer_hours)
                                         filter (where is_asked)
                                     - percentile_disc(0.5) within group (order by -answer_hours)
                                         filter (where is_asked)) / 2, 2) as median_answer_hours
                         from touched
                        group by kind) k), '[]'),
           'median_gap_days', (
               select round((percentile_disc(0.5) within group (order by days)
                             - percentile_disc(0.5) within group (order by -days)) / 2, 2)
                 from gaps where days is not null),
           'slots', coalesce((
               select jsonb_agg(to_jsonb(s) order by s.weekday, s.block)
                 from (select extract(isodow from occurred_at at time zone :zone)::int - 1 as weekday,
                              extract(hour from occurred_at at time zone :zone)::int / 3 as block,
                              count(*) as asked_count, count(*) filter (where is_answered) as answered_count
                         from touched
                        where is_asked
                        group by 1, 2) s), '[]')) as facts
