-- The facts that bear on whether clients stay, for pairs of a client and a day: one pair for one client, every live
-- client today for the portfolio, all labeled pairs for training, so that what is learned from and what is scored
-- cannot differ.
-- Parameters: clientIds text[] and days date[], of the same length, the pairs; today date; healthModel text, the name
-- of the health model whose scores count.
-- "facts" has one row per pair whose client exists. "t" is the day; a fact counts if it happened before the end of
-- that day in UTC; "the n days to t" are (t - n, t]. A null is an unknown value; counts are of what is stored, so 0
-- means none.
with model as materialized (
    select model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int as lookback_days
      from scoring_models
     where kind = 'health' and status = 'active' and name = :healthModel
),
pairs as materialized (
    select c.client_id, c.tier, p.t, (p.t + 1)::timestamp at time zone 'UTC' as t_end,
           greatest(0, p.t - began.started_on) as tenure_days,
           case when p.t >= :today then c.renewal_date end as client_renewal_date
      from unnest(:clientIds::text[], :days::date[]) as p (client_id, t)
      join clients c on c.client_id = p.client_id
     -- The start of the first contract, however often it was renewed; for a client without contracts, the start or
     -- creation date stored with the client.
     cross join lateral (
           select coalesce((select min(k.start_date) from contracts k where k.client_id = c.client_id and k.status <> 'draft'),
                  c.contract_start_date, (c.created_at at time zone 'UTC')::date) as started_on) began
),
-- A source for which the deployment has no data says nothing about any client.
days as materialized (
    select d.t, exists (select from tickets k
                         where k.deleted_at is null and k.opened_at < (d.t + 1)::timestamp at time zone 'UTC'
                           and k.opened_at >= (d.t - 364)::timestamp at time zone 'UTC') as has_tickets
      from (select distinct t from pairs) d
),
facts as (
    select p.client_id, p.tier, p.t, p.tenure_days,
           health.overall, health.usage, health.engagement, health.support, health.satisfaction,
           used.user_days_30, used.user_days_60, used.active_user_count, used.is_known,
           contract.contract_count, contract.seat_count, contract.auto_renew, contract.payment_state, contract.contract_id,
           contract.term_days,
           case when contract.contract_count > 0 then contract.renewal_date else p.client_renewal_date end
               as renewal_date,
           case when d.has_tickets then ticket.urgent_count end as urgent_ticket_count,
           case when d.has_tickets then ticket.aged_count end as aged_ticket_count,
           escalation.load as escalation_load,
           person.champion_left,
           exists (select from revenue_movements m
                    where m.client_id = p.client_id and m.kind = 'contraction'
                      and m.effective_on > p.t - 365 and m.effective_on <= p.t) as has_contraction
      from pairs p
      join days d on d.t = p.t
      left join lateral (
           select h.overall, h.usage, h.engagement, h.support, h.satisfaction
             from model m
             join health_scores h on h.client_id = p.client_id and h.model_id = m.model_id
              and h.model_version = m.model_version and h.lookback_days = m.lookback_days
            where h.score_date > p.t - 30 and h.score_date <= p.t
            order by h.score_date desc
            limit 1) health on true
     cross join lateral (
           select count(*) filter (where u.day > p.t - 30)::int as user_days_30,
                  count(*) filter (where u.day <= p.t - 30)::int as user_days_60,
                  count(distinct u.user_key) filter (where u.day > p.t - 30)::int as active_user_count,
                  exists (select from usage_daily_users o
                           where o.client_id = p.client_id and o.day <= p.t and o.event_count > 0) as is_known
             from usage_daily_users u
            where u.client_id = p.client_id and u.day > p.t - 90 and u.day <= p.t and u.event_count > 0
           ) used
     cross join lateral (
           select count(*)::int as contract_count,
                  case when sum(k.included_users) > 2147483647 then 2147483647
                      else sum(k.included_users) end::int as seat_count,
                  min(k.renewal_date) as renewal_date,
                  (array_agg(k.contract_id order by k.renewal_date nulls last, k.contract_id))[1] as contract_id,
                  (array_agg(k.auto_renew order by k.renewal_date nulls last, k.contract_id))[1] as auto_renew,
                  -- The term of the base contract.
                  (array_agg(k.end_date - k.start_date + 1 order by k.renewal_date nulls last, k.contract_id)
                      filter (where k.type in ('new', 'renewal')))[1] as term_days,
                  max(case k.payment_status when 'overdue' then 1.0 when 'late' then 0.5 else 0.0 end) as payment_state
             from (select o.contract_id, o.type, o.included_users, o.renewal_date, o.auto_renew, o.start_date, o.end_date,
                          case when change.changed_at is null then o.payment_status
                               else coalesce(change.from_status, 'current') end as payment_status,
                          rank() over (order by o.is_in_force desc, case when not o.is_in_force then o.end_date end desc)
                              as place
                     from (select i.*, i.end_date is null or i.end_date >= p.t as is_in_force
                             from contracts i
                            where i.client_id = p.client_id and i.status <> 'draft' and i.start_date <= p.t
                              and (i.end_date is null or i.end_date > p.t - 60)
                              and (i.terminated_on is null or i.terminated_on > p.t)) o
                     left join lateral (
                          select s.changed_at, s.from_status
                            from payment_status_changes s
                           where s.client_id = p.client_id and s.contract_id = o.contract_id and s.changed_at >= p.t_end
                           order by s.changed_at
                           limit 1) change on true) k
            where k.place = 1
           ) contract
     cross join lateral (
           select count(*) filter (where k.priority in ('P0', 'P1')
                                     and k.opened_at >= (p.t - 89)::timestamp at time zone 'UTC')::int as urgent_count,
                  count(*) filter (where k.opened_at < (p.t - 6)::timestamp at time zone 'UTC'
                                     and {{io.os199.cs.retention.facts.ticket_open}})::int as aged_count
             from tickets k
            where k.client_id = p.client_id and k.deleted_at is null and k.opened_at < p.t_end
           ) ticket
     cross join lateral (
           select coalesce(sum(case e.severity when 'critical' then 4 when 'high' then 2 when 'medium' then 1 else 0.5 end),
                           0) as load
             from escalations e
            where e.client_id = p.client_id and e.opened_at < p.t_end
              and (e.opened_at >= (p.t - 89)::timestamp at time zone 'UTC'
                   or {{io.os199.cs.retention.facts.escalation_open}})
           ) escalation
     cross join lateral (
           select case when count(*) = 0 then null
                       else coalesce(bool_or(o.left_company_at < p.t_end
                                             and o.left_company_at >= (p.t - 179)::timestamp at time zone 'UTC'
                                             -- A contact who was erased did not leave.
                                             and not exists (
                                                 select from email_suppressions e
                                                  where e.email = lower(trim(o.email)) and e.source = 'erasure'
                                                    and e.created_at = o.left_company_at)), false)
                            and not coalesce(bool_or(o.role = 'champion'
                                                     and (o.left_company_at is null or o.left_company_at >= p.t_end)),
                                             false) end as champion_left
             from contacts o
            where o.client_id = p.client_id and o.role in ('champion', 'executive_sponsor')
           ) person
)
