-- Each of the plans p as JSON, with its milestones and the facts that its standing is judged by.
select row_to_json(each)::text
  from (select p.*, c.name as client_name, c.csm, c.contract_value as arr_amount,
               coalesce(m.milestones, '[]') as milestones, trained.trained_count, active.active_user_count,
               heard.last_inbound_on, used.last_usage_on
          from p
          join clients c on c.client_id = p.client_id
          left join lateral (
               select json_agg(row_to_json(milestone) order by milestone.sequence) as milestones
                 from (
        {{io.os199.cs.onboarding.plan.milestone}}
                      ) milestone) m on true
         cross join lateral (
               select count(distinct t.contact_email) as trained_count
                 from training_completions t
                where t.client_id = p.client_id and t.passed
                  and t.completed_at >= p.start_date::timestamp at time zone 'UTC'
                  and t.completed_at < (:asOf::date + 1)::timestamp at time zone 'UTC') trained
         cross join lateral (
               select count(distinct u.user_key) as active_user_count
                 from usage_daily_users u
                where u.client_id = p.client_id and u.day between p.start_date and :asOf) active
         cross join lateral (
               select (max(t.occurred_at) at time zone 'UTC')::date as last_inbound_on
                 from touchpoints t
                where t.client_id = p.client_id and t.direction = 'inbound'
                  and t.occurred_at < (:asOf::date + 1)::timestamp at time zone 'UTC') heard
         cross join lateral (
               select max(u.day) as last_usage_on
                 from usage_daily_users u
                where u.client_id = p.client_id and u.day <= :asOf) used) each
