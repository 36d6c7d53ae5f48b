--liquibase formatted sql logicalFilePath:db/seeds/support.sql

--changeset cs:seeds:business_calendar splitStatements:false
--validCheckSum: ANY
-- In the deployment's zone, which migrate tells. A deployment that has a calendar of this name keeps it as it is.
with calendar as (
    insert into business_calendars (calendar_id, name, time_zone)
    values ('calendar_01m8801200e58szz3sw23xsyy0', 'Business hours',
        coalesce(nullif(current_setting('cs.time_zone', true), ''), 'UTC'))
    on conflict do nothing
    returning calendar_id
)
insert into calendar_hours (calendar_id, iso_weekday, opens, closes)
select calendar_id, iso_weekday, '09:00', '17:00'
from calendar cross join generate_series(1, 5) as iso_weekday;

--changeset cs:seeds:sla_policies splitStatements:false
insert into sla_policies (priority, tier, first_response_minutes, resolution_minutes, calendar, calendar_id)
select priority, tier, first_response_minutes, resolution_minutes, calendar,
    case calendar
        when 'business_hours' then
            (select calendar_id from business_calendars where lower(name) = 'business hours')
    end
from (values
    ('P0', 5, 60, '24x7'),
    ('P1', 15, 240, '24x7'),
    ('P2', 60, 480, 'business_hours'),
    ('P3', 240, 960, 'business_hours'),
    ('P4', 480, 1440, 'business_hours')
) as promised (priority, first_response_minutes, resolution_minutes, calendar)
cross join unnest(array['starter', 'standard', 'professional', 'enterprise']) as tier
on conflict do nothing;
