o.client_id, o.plan_id, o.name, o.version, o.owner, o.product_tier, o.team_size, o.start_date, o.target_date,
               o.baseline_target_date, o.timeline_weeks, o.success_criteria,
               case when o.completed_on <= :asOf then o.completed_on end as completed_on,
               case when o.held_on <= :asOf then o.held_on end as held_on,
               case when o.completed_on > :asOf or o.cancelled_on > :asOf or o.held_on > :asOf then 'active'
                    else o.status end as status
