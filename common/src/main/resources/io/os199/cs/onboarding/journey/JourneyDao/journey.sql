-- The journey of a client to the end of a day, as one JSON object: the stays in its stages, its milestones, what was
-- experienced in each stay and in all of them together (no = 0), and the facts that the rules about it use.
-- Parameters: clientId text; asOf date; isPast boolean, whether that day is over; periodStart, periodEnd date, may be
-- null: what is experienced counts within them.
with {{io.os199.cs.onboarding.journey.spans}},
answer as (
    select distinct on (g.no, r.kind, person.key) g.no, r.kind, r.score
      from survey_responses r
     cross join bounds
      join span s on r.responded_at >= s.from_at and r.responded_at < s.to_at
     cross join lateral (values (0), (s.no)) as g (no)
     {{io.os199.cs.core.respondent}}
     where r.client_id = :clientId and r.responded_at < bounds.until
       and r.responded_at >= bounds.period_from and r.responded_at < bounds.period_until
     order by g.no, r.kind, person.key, r.responded_at desc, r.response_id desc
),
ticket as (
    select g.no, t.satisfaction, t.opened_at >= bounds.period_from and t.opened_at < bounds.period_until as is_opened,
           t.satisfaction_at < bounds.until and t.satisfaction_scale = 'five_point' as is_rated
      from tickets t
     cross join bounds
      join span s on t.opened_at >= s.from_at and t.opened_at < s.to_at
     cross join lateral (values (0), (s.no)) as g (no)
     where t.client_id = :clientId and t.deleted_at is null and t.opened_at < bounds.until
),
said as (
    select g.no, f.sentiment
      from feedback f
     cross join bounds
      join span s on f.received_at >= s.from_at and f.received_at < s.to_at
     cross join lateral (values (0), (s.no)) as g (no)
     where f.client_id = :clientId and f.received_at < bounds.until
       and f.received_at >= bounds.period_from and f.received_at < bounds.period_until
),
score as (
    select h.score_date, h.overall, h.band
      from health_scores h
      join scoring_models m on m.model_id = h.model_id and m.model_version = h.model_version
     where h.client_id = :clientId and m.kind = 'health' and m.status = 'active' and h.overall is not null
       and h.score_date <= :asOf
),
felt as (
    select n.no,
           (select json_build_object(
                'nps_count', count(*) filter (where kind = 'nps'),
                'promoter_count', count(*) filter (where kind = 'nps' and a.score >= 9),
                'detractor_count', count(*) filter (where kind = 'nps' and a.score <= 6),
                'csat_count', count(*) filter (where kind = 'csat'),
                'csat_mean', avg(a.score) filter (where kind = 'csat'),
                'csat_deviation', stddev_samp(a.score) filter (where kind = 'csat'),
                'ces_count', count(*) filter (where kind = 'ces'),
                'ces_mean', avg(a.score) filter (where kind = 'ces'),
                'ces_deviation', stddev_samp(a.score) filter (where kind = 'ces'))
              from answer a where a.no = n.no) as answers,
           (select json_build_object(
                'ticket_count', count(*) filter (where is_opened),
                'rated_count', count(*) filter (where is_opened and is_rated),
                'mean', avg(satisfaction) filter (where is_opened and is_rated),
                'deviation', stddev_samp(satisfaction) filter (where is_opened and is_rated))
              from ticket t where t.no = n.no) as tickets,
           (select json_build_object('positive_count', count(*) filter (where sentiment = 'positive'),
                                     'negative_count', count(*) filter (where sentiment = 'negative'))
              from said f where f.no = n.no) as feedback,
           (select h.overall from score h, span s
             where s.no = n.no and h.score_date <= (s.entered_at at time zone 'UTC')::date
             order by h.score_date desc limit 1) as score_at_entry,
           (select h.overall from score h, span s
             where s.no = n.no and h.score_date <= (s.left_at at time zone 'UTC')::date
             order by h.score_date desc limit 1) as score_at_exit
      from (select 0 as no union all select no from span) n
),
milestone as (
    select 'first_login' as key, 'usage_daily_users' as source, min(day) as achieved_on
      from usage_daily_users where client_id = :clientId
    union all
    select 'first_user_trained', 'training_completions', min(completed_at at time zone 'UTC')::date
      from training_completions where client_id = :clientId and passed
    union all
    select 'onboarding_complete', 'onboarding_plans', min(completed_on)
      from onboarding_plans where client_id = :clientId and status = 'completed'
    union all
    select milestone_key, 'adoption_milestones', achieved_on
      from adoption_milestones where client_id = :clientId and framework = 'standard' and milestone_key <> 'first_value'
    union all
    select 'first_expansion', 'revenue_movements', min(effective_on)
      from revenue_movements where client_id = :clientId and kind = 'expansion'
    union all
    select 'first_renewal', 'contracts', min(start_date)
      from contracts where client_id = :clientId and type = 'renewal' and status <> 'draft'
    union all
    select 'first_advocacy', 'advocacy_contributions', (min("at") at time zone 'UTC')::date
      from advocacy_contributions where client_id = :clientId
),
-- The renewal date of the client moves with each renewal, which on an earlier day was still to come.
renewal as (
    select case when :isPast::boolean
                then (select min(k.renewal_date) from contracts k
                       where k.client_id = c.client_id and k.status <> 'draft' and k.start_date <= :asOf
                         and (k.end_date is null or k.end_date >= :asOf)
                         and (k.terminated_on is null or k.terminated_on > :asOf))
                else c.renewal_date end as renewal_date
      from clients c
     where c.client_id = :clientId
),
now_facts as (
    select (select max(day) from usage_daily_users where client_id = :clientId and day <= :asOf) as last_usage_on,
           (select max((t.occurred_at at time zone 'UTC')::date) from touchpoints t, bounds
             where t.client_id = :clientId and t.occurred_at < bounds.until) as last_touchpoint_on,
           (select overall from score order by score_date desc limit 1) as health_score,
           (select band from score order by score_date desc limit 1) as band,
           (select band from score where score_date <= :asOf::date - 30 order by score_date desc limit 1) as band_before,
           recent.*,
           (select count(*) from usage_user_features u
             where u.client_id = :clientId and u.first_used_on between :asOf::date - 29 and :asOf
               and not exists (select from usage_user_features b
                                where b.client_id = :clientId and b.feature_key = u.feature_key
                                  and b.first_used_on < :asOf::date - 29)) as new_feature_count,
           (select f.name from features f
             where f.is_core and (f.released_on is null or f.released_on <= :asOf)
               and array_position(array['starter', 'standard', 'professional', 'enterprise'], f.min_tier)
                   <= array_position(array['starter', 'standard', 'professional', 'enterprise'], c.tier)
               and not exists (select from usage_user_features u
                                where u.client_id = :clientId and u.feature_key = f.key and u.first_used_on <= :asOf)
             order by f.key limit 1) as next_feature,
           (select r.stage from renewals r
             where r.client_id = :clientId and r.renewal_date = (select renewal_date from renewal)
             order by r.closed_on is null desc, r.contract_id limit 1) as renewal_stage
      from clients c
     cross join lateral (
           select count(*) filter (where t.opened_at >= bounds.until - interval '30 days') as ticket_count,
                  count(*) filter (where t.opened_at < bounds.until - interval '30 days') as ticket_count_before,
                  mode() within group (order by t.category)
                      filter (where t.opened_at >= bounds.until - interval '30 days') as ticket_category
             from tickets t, bounds
            where t.client_id = :clientId and t.deleted_at is null and t.opened_at < bounds.until
              and t.opened_at >= bounds.until - interval '60 days') recent
     where c.client_id = :clientId
)
select json_build_object(
    'journey_start_on', (select clock_start_on from clock),
    'tier', c.tier,
    'renewal_date', (select renewal_date from renewal),
    'has_history', exists (select from move),
    'spans', (select json_agg(json_build_object(
                  'no', s.no, 'stage', s.stage, 'visit_no', s.visit_no, 'reason', s.reason,
                  'entered_on', (s.entered_at at time zone 'UTC')::date, 'left_on', (s.left_at at time zone 'UTC')::date)
                  order by s.no) from span s),
    'felt', (select json_agg(row_to_json(felt) order by no) from felt),
    'milestones', (select json_agg(json_build_object(
                       'key', m.key, 'source', m.source, 'achieved_on', case when m.achieved_on <= :asOf then m.achieved_on end))
                     from milestone m),
    'now', (select row_to_json(now_facts) from now_facts))::text
  from clients c
 where c.client_id = :clientId
