--liquibase formatted sql logicalFilePath:db/seeds/integrations.sql

--changeset cs:seeds:integrations
-- All off: nothing leaves a deployment before a person switches it on.
insert into integrations (name)
values ('zendesk'), ('intercom'), ('mixpanel'), ('sendgrid')
on conflict do nothing;
