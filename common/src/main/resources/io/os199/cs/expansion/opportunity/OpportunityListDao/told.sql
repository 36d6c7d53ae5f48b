-- Opportunities with their value: the relation "told".
-- Parameters: chances text, the probability and its basis for each type and open stage as a JSON array; now
-- timestamptz; today date; types text[]; stage, clientId, tier, csm, segmentId text, minArr numeric, each null for
-- any.
chance as materialized (
    select type, stage, probability, basis
      from jsonb_to_recordset(:chances::jsonb) as o (type text, stage text, probability numeric, basis text)
),
filtered as materialized (
    select c.client_id, c.name as client_name, c.contract_value
      from clients c
     where (:clientId::text is null or c.client_id = :clientId)
       and (:tier::text is null or c.tier = :tier)
       and (:csm::text is null or lower(c.csm) = lower(:csm))
       and (:minArr::numeric is null or c.contract_value >= :minArr)
       and (:segmentId::text is null or exists (select from segment_members m
                                                 where m.segment_id = :segmentId and m.client_id = c.client_id))
),
told as materialized (
    select o.opportunity_id, o.client_id, f.client_name, o.type, o.finding_key, o.product_id, o.stage, o.value_amount,
           o.probability::numeric as own_probability, o.win_probability, o.probability_basis,
           o.value_amount * o.win_probability as expected_value, o.expected_close, o.champion_contact_id,
           p.name as champion_name, o.owner, o.next_action, o.source_rule, o.lost_reason, o.closed_on, o.created_at,
           o.version, greatest(0, :today::date - (o.moved_at at time zone 'UTC')::date) as stage_age_days,
           o.stage in ('identified', 'qualified') and o.changed_at <= :now::timestamptz - interval '30 days'
               or o.stage in ('proposed', 'negotiation') and o.changed_at <= :now::timestamptz - interval '21 days' as is_stale
      from (select s.*, coalesce(moved.at, s.created_at) as moved_at, greatest(s.updated_at, moved.at) as changed_at,
                   case when s.stage = 'won' then 1 when s.stage = 'lost' then 0
                        else coalesce(s.probability::numeric, h.probability) end as win_probability,
                   case when s.stage in ('won', 'lost') then null when s.probability is not null then 'owner'
                        else h.basis end as probability_basis
              from opportunities s
              left join chance h on h.type = s.type and h.stage = s.stage
              left join lateral (
                   select max(g.changed_at) as at
                     from opportunity_stage_changes g
                    where g.client_id = s.client_id and g.opportunity_id = s.opportunity_id) moved on true
             where s.type = any (:types::text[])) o
      join filtered f on f.client_id = o.client_id
      left join contacts p on p.client_id = o.client_id and p.contact_id = o.champion_contact_id
)
