-- What a client has had, each figure now and, where it can be compared, before: one row per figure, V-USERS to
-- V-ASKED. Earlier use is given only where use is stored since the start of that window or longer, since nothing
-- stored may mean nothing measured.
-- Parameters: clientId text; startsOn date: of the term; sinceOn date: since when it is a client; today date; now
-- timestamptz.
with span as materialized (
    select :today::date as today, :startsOn::date as starts_on, :startsOn::date + 90 as settled_on,
           (:today::date - interval '1 year')::date as year_ago,
           :sinceOn::date <= (:today::date - interval '15 months')::date as has_year,
           :startsOn::date - (:today::date - :startsOn::date + 1) as earlier_on
),
seen as materialized (
    select (select min(u.day) from usage_daily_users u where u.client_id = :clientId and u.event_count > 0) as users_from,
           (select min(u.day) from usage_daily_features u where u.client_id = :clientId) as features_from
),
frame (days, is_now, from_on, to_on) as materialized (
    select v.days, v.is_now, v.to_on - v.days + 1, v.to_on
      from span s
     cross join lateral (values (30, true, s.today), (30, false, s.settled_on), (90, true, s.today), (90, false, s.year_ago))
           as v (days, is_now, to_on)
),
-- One range of days at a time, which is one range of the index.
used as materialized (
    select w.days, w.is_now, w.from_on, w.to_on, u.user_count, u.row_count, f.feature_count, f.feature_row_count
      from frame w
     cross join lateral (
           select count(distinct d.user_key) as user_count, count(*) as row_count
             from usage_daily_users d
            where d.client_id = :clientId and d.day between w.from_on and w.to_on and d.event_count > 0) u
     cross join lateral (
           select count(distinct d.feature_key) as feature_count, count(*) as feature_row_count
             from usage_daily_features d
            where w.days = 30 and d.client_id = :clientId and d.day between w.from_on and w.to_on) f
),
plans as (
    select coalesce(sum(cardinality(p.success_criteria)), 0) as now, count(*) as row_count,
           array(select c.criterion
                   from onboarding_plans o
                  cross join unnest(o.success_criteria) with ordinality as c (criterion, place)
                  where o.client_id = :clientId and o.status = 'completed' and o.completed_on between :startsOn and :today
                  order by o.completed_on, o.plan_id, c.place) as names
      from onboarding_plans p
     where p.client_id = :clientId and p.status = 'completed' and p.completed_on between :startsOn and :today
),
milestones as (
    select count(*) as now, coalesce(sum(g.row_count), 0) as row_count,
           coalesce(array_agg(g.name order by g.achieved_on, g.milestone_key), '{}') as names
      from (select m.milestone_key, count(*) as row_count, min(m.achieved_on) as achieved_on,
                   min(coalesce(d.definition ->> 'name', m.milestone_key)) as name
              from adoption_milestones m
              left join milestone_frameworks f on f.framework = m.framework and f.framework_version = m.framework_version
              left join lateral jsonb_array_elements(f.definitions) as d (definition)
                on d.definition ->> 'milestone_key' = m.milestone_key
             where m.client_id = :clientId and m.achieved_on between :startsOn and :today
             group by m.milestone_key) g
),
trained as (
    select count(distinct lower(c.contact_email)) as now, count(*) as row_count
      from training_completions c
     where c.client_id = :clientId and c.passed
       and c.completed_at >= :startsOn::date::timestamp at time zone 'UTC' and c.completed_at <= :now
),
certified as (
    select count(*) filter (where c.issued_on <= :today and c.expires_on > :today) as now,
           count(*) filter (where c.issued_on < :startsOn and c.expires_on >= :startsOn) as before
      from certifications c
     where c.client_id = :clientId and c.revoked_on is null and c.superseded_by is null
),
-- An SLA clock is decided when the ticket is resolved in time, or when its due time passes; a paused clock does not
-- run.
decided as (
    select (case when k.is_met then k.resolved_on else k.due_at end at time zone 'UTC')::date as day, k.is_met
      from (select least(t.resolved_at, t.closed_at) as resolved_on,
                   least(t.resolution_due_at, t.resolution_breached_at) as due_at,
                   t.resolution_breached_at is null
                       and coalesce(least(t.resolved_at, t.closed_at) <= t.resolution_due_at, false) as is_met,
                   t.resolution_breached_at is null and t.sla_paused_at <= t.resolution_due_at as is_paused
              from tickets t
             where t.client_id = :clientId and t.deleted_at is null and t.resolution_due_at is not null) k
     where k.is_met or (k.due_at < :now and (k.resolved_on is not null or k.is_paused is not true))
),
resolved as (
    select count(*) filter (where d.day >= s.starts_on) as row_count,
           count(*) filter (where d.day >= s.starts_on and d.is_met) as met_count,
           count(*) filter (where d.day < s.starts_on) as before_row_count,
           count(*) filter (where d.day < s.starts_on and d.is_met) as before_met_count
      from span s
      join decided d on d.day >= s.earlier_on and d.day <= s.today
),
rated as (
    select count(*) filter (where r.day >= s.starts_on) as row_count,
           avg(r.satisfaction) filter (where r.day >= s.starts_on) as now,
           count(*) filter (where r.day < s.starts_on) as before_row_count,
           avg(r.satisfaction) filter (where r.day < s.starts_on) as before
      from span s
      join (select (t.satisfaction_at at time zone 'UTC')::date as day, t.satisfaction
              from tickets t
             where t.client_id = :clientId and t.deleted_at is null and t.satisfaction_scale = 'five_point') r
        on r.day >= s.earlier_on and r.day <= s.today
),
-- The latest answer of each person counts.
voice as (
    select count(*) filter (where a.is_recent) as row_count,
           count(*) filter (where not a.is_recent) as before_row_count,
           100.0 * avg(a.vote) filter (where a.is_recent) as now,
           100.0 * avg(a.vote) filter (where not a.is_recent) as before
      from (select distinct on (o.is_recent, person.key) o.is_recent,
                   case when r.score >= 9 then 1 when r.score <= 6 then -1 else 0 end as vote
              from span s
              join survey_responses r on r.client_id = :clientId and r.kind = 'nps' and r.responded_at <= :now
               and r.responded_at >= (s.today - 359)::timestamp at time zone 'UTC'
             cross join lateral (
                   select r.responded_at >= (s.today - 179)::timestamp at time zone 'UTC' as is_recent) o
             {{io.os199.cs.core.respondent}}
             order by o.is_recent, person.key, r.responded_at desc, r.response_id desc) a
),
-- Feedback decided in the term and shipped has shipped in the term. For feedback decided before, the time of shipping
-- is not kept: it counts where the customer was told in the term that it has shipped.
asked as (
    select count(*) filter (where (f.status = 'shipped' or f.loop_outcome = 'shipped')
                              and (f.decided_at >= :startsOn::date::timestamp at time zone 'UTC'
                                   or f.loop_outcome = 'shipped' and f.loop_closed_at <= :now
                                      and f.loop_closed_at >= :startsOn::date::timestamp at time zone 'UTC')) as shipped_count,
           count(*) filter (where f.status in ('new', 'triaged', 'planned', 'in_progress')) as open_count
      from feedback f
     where f.client_id = :clientId and f.received_at <= :now
)
select e.evidence_id, e.unit, e.now, e.before, e.row_count::int, case when e.before is not null then e.before_row_count end::int
           as before_row_count,
       e.from_on, e.to_on, case when e.before is not null then e.before_from_on end as before_from_on,
       case when e.before is not null then e.before_to_on end as before_to_on, e.names
  from span s
 cross join seen
 cross join lateral (
       select case when n.days = 30 then 1 else 2 end as place, case when n.days = 30 then 'V-USERS' else 'V-USAGE' end as evidence_id,
              case when n.days = 30 then 'active_users' else 'user_days' end as unit,
              case when seen.users_from is not null then case when n.days = 30 then n.user_count else n.row_count end end::numeric as now,
              case when seen.users_from <= b.from_on and b.to_on < n.from_on and (n.days = 30 or s.has_year)
                   then case when n.days = 30 then b.user_count else b.row_count end end::numeric as before,
              n.row_count, b.row_count as before_row_count, n.from_on, n.to_on, b.from_on as before_from_on, b.to_on as before_to_on,
              '{}'::text[] as names
         from used n
         join used b on b.days = n.days and not b.is_now
        where n.is_now
       union all
       select 3, 'V-BREADTH', 'features_used', case when seen.features_from is not null then n.feature_count end,
              case when seen.features_from <= b.from_on and b.to_on < n.from_on then b.feature_count end, n.feature_row_count,
              b.feature_row_count, n.from_on, n.to_on, b.from_on, b.to_on, '{}'
         from used n
         join used b on b.days = n.days and not b.is_now
        where n.is_now and n.days = 30
       union all
       select 4, 'V-GOALS', 'success_criteria_of_completed_plans', g.now, null, g.row_count, null, s.starts_on, s.today, null, null,
              g.names
         from plans g
       union all
       select 5, 'V-GOALS', 'milestones_achieved', g.now, null, g.row_count, null, s.starts_on, s.today, null, null, g.names
         from milestones g
       union all
       select 6, 'V-SKILLS', 'people_trained', g.now, null, g.row_count, null, s.starts_on, s.today, null, null, '{}'
         from trained g
       union all
       select 7, 'V-SKILLS', 'certificates_valid', g.now, g.before, g.now, g.before, s.today, s.today, s.starts_on - 1,
              s.starts_on - 1, '{}'
         from certified g
       union all
       select 8, 'V-SERVICE', 'resolution_sla_met_rate',
              case when r.row_count >= 5 then r.met_count::numeric / r.row_count end,
              case when r.before_row_count >= 5 then r.before_met_count::numeric / r.before_row_count end, r.row_count,
              r.before_row_count, s.starts_on, s.today, s.earlier_on, s.starts_on - 1, '{}'
         from resolved r
       union all
       select 9, 'V-SERVICE', 'ticket_satisfaction_score', case when r.row_count >= 5 then r.now end,
              case when r.before_row_count >= 5 then r.before end, r.row_count, r.before_row_count, s.starts_on, s.today,
              s.earlier_on, s.starts_on - 1, '{}'
         from rated r
       union all
       select 10, 'V-VOICE', 'nps_points', case when v.row_count >= 5 then v.now end,
              case when v.before_row_count >= 5 then v.before end, v.row_count, v.before_row_count, s.today - 179, s.today,
              s.today - 359, s.today - 180, '{}'
         from voice v
       union all
       select 11, 'V-ASKED', 'shipped_feedback', a.shipped_count, null, a.shipped_count, null, s.starts_on, s.today, null, null, '{}'
         from asked a
       union all
       select 12, 'V-ASKED', 'open_feedback', a.open_count, null, a.open_count, null, s.starts_on, s.today, null, null, '{}'
         from asked a) e
 where e.now is not null
 order by e.place
