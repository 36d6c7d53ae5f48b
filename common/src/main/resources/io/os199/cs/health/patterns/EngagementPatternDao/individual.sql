-- The facts of one client, each part as its own file selects it, and what the newest run found for all clients.
-- Parameters: as in those files, where clientIds and days are the client and its day; and booleans for the parts that
-- are wanted.
select (select to_jsonb(c) from (
{{client}}
       ) c) as client,
       case when :wantsAnomalies then (select to_jsonb(d) from (
{{usageDays}}
       ) d) end as usage_days,
       (
{{use}}
       ) as use,
       case when :wantsHours then (select coalesce(jsonb_agg(to_jsonb(h) order by h.weekday, h.hour), '[]') from (
{{hours}}
       ) h) end as hours,
       case when :wantsFeatures then (
{{features}}
       ) end as features,
       (select to_jsonb(r) from (
{{risks}}
       ) r) as risks,
       case when :wantsContacts then (
{{contacts}}
       ) end as contacts,
       case when :wantsTickets then (
{{tickets}}
       ) end as tickets,
       case when :wantsRun then (
{{newestRun}}
       ) end as run
