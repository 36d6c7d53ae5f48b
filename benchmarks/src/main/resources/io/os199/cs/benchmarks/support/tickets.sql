-- ${clients} clients with three contacts each, 200 agents in ten teams, and ${tickets} tickets from the two years
-- until ${now}, the newest last. For each business hour that counts, 4.2 hours pass (40 of the 168 hours of a week are
-- open); due instants are computed in the same way and not by the calendar.
set session_replication_role = replica;
set maintenance_work_mem = '512MB';
set work_mem = '256MB';
set synchronous_commit = off;

insert into client_names (client_id, name)
select 'client_' || lpad(n::text, 26, '0'), 'Client ' || n
from generate_series(1, ${clients}) n;

insert into clients (client_id, name, company_name, tier, lifecycle_stage, contract_value, renewal_date)
select 'client_' || lpad(n::text, 26, '0'), 'Client ' || n, 'Client ' || n,
    (array['starter', 'standard', 'standard', 'professional', 'enterprise'])[1 + n % 5], 'active', 1000 + n,
    '${now}'::timestamptz::date + (1 + n % 360)
from generate_series(1, ${clients}) n;

insert into contacts (client_id, contact_id, name, email, is_primary)
select 'client_' || lpad(n::text, 26, '0'), 'contact_' || lpad((n * 3 + k)::text, 26, '0'), 'Person ' || k || ' of ' || n,
    'person' || k || '@client' || n || '.example', k = 0
from generate_series(1, ${clients}) n
cross join generate_series(0, 2) k;

insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
select 'client_' || lpad(n::text, 26, '0'), 'user_' || k, '${now}'::timestamptz::date - 700,
    '${now}'::timestamptz::date - floor(60 * power(benchmark.u(n * 20 + k, 11), 2))::int
from generate_series(1, ${clients}) n
cross join generate_series(1, 12) k;

create table benchmark.teams (place int primary key, team text not null, categories text[] not null);

insert into benchmark.teams
values (0, 'Technical Support', '{technical_issue,performance}'), (1, 'Engineering Support', '{bug_report}'),
    (2, 'Product Support', '{feature_request}'), (3, 'Customer Success', '{how_to_question}'), (4, 'Billing Support', '{account_billing}'),
    (5, 'Integration Team', '{integration_support}'), (6, 'Training Team', '{training_request}'), (7, 'Data Support', '{data_issue}'),
    (8, 'General Support', '{other}'),
    (9, 'Escalation Team', '{technical_issue,performance,bug_report,integration_support,data_issue}');

insert into support_agents (agent_id, name, email, team, seniority, skills, max_open_tickets, active, available)
select 'agent_' || lpad((place * 20 + k)::text, 26, '0'), 'Agent ' || (place * 20 + k), 'agent' || (place * 20 + k) || '@support.example', team,
    case when k % 4 = 0 then 'senior' else 'standard' end,
    case when k % 5 = 4 then '{}'::text[] else categories end || array['api', 'sso', 'mobile']::text[], 200, true, k % 10 <> 9
from benchmark.teams
cross join generate_series(0, 19) k;

-- One row per ticket with the values drawn for it.
create unlogged table benchmark.drawn as
with drawn as (
    select n, 1 + floor(${clients} * power(benchmark.u(n, 21), 1.6))::int as client,
        '${now}'::timestamptz - (${tickets} - n + benchmark.u(n, 22)) * (interval '730 days' / ${tickets}) as opened_at,
        benchmark.u(n, 23) as u_priority, benchmark.u(n, 24) as u_category,
        -- Approximately normal, with a variance of one.
        2 * (benchmark.u(n, 25) + benchmark.u(n, 26) + benchmark.u(n, 27) - 1.5) as z_first,
        2 * (benchmark.u(n, 28) + benchmark.u(n, 29) + benchmark.u(n, 30) - 1.5) as z_whole,
        benchmark.u(n, 31) as u_stuck, benchmark.u(n, 32) as u_status, benchmark.u(n, 33) as u_agent
    from generate_series(1, ${tickets}) n),
kinds as (
    select *,
        case when u_priority < 0.01 then 'P0' when u_priority < 0.07 then 'P1' when u_priority < 0.32 then 'P2'
            when u_priority < 0.8 then 'P3' else 'P4' end as priority,
        (array['technical_issue', 'technical_issue', 'technical_issue', 'performance', 'bug_report', 'bug_report', 'feature_request',
            'how_to_question', 'how_to_question', 'how_to_question', 'how_to_question', 'account_billing', 'account_billing',
            'integration_support', 'integration_support', 'training_request', 'data_issue', 'data_issue', 'other',
            'other'])[1 + floor(20 * u_category)] as category
    from drawn),
promised as (
    select k.*, p.first_response_minutes, p.resolution_minutes, p.calendar_id,
        case when p.calendar = '24x7' then 1 else 4.2 end as stretch,
        t.team, t.place
    from kinds k
    join sla_policies p on p.tier = 'standard' and p.priority = k.priority
    join benchmark.teams t on case when k.priority in ('P0', 'P1') then t.place = 9 else k.category = any(t.categories) and t.place < 9 end),
timed as (
    select *, ceil(60 * first_response_minutes * exp(-0.9 + 0.9 * z_first))::int as first_seconds,
        ceil(60 * resolution_minutes * exp(-0.9 + 0.8 * z_whole) + 30 * first_response_minutes * exp(-0.9 + 0.9 * z_first))::int
            as whole_seconds
    from promised)
select *, opened_at + first_seconds * stretch * interval '1 second' as responded_at,
    opened_at + whole_seconds * stretch * interval '1 second' as solved_at,
    u_stuck < case when n > ${tickets} * 0.96 then 0.62 else 0.003 end as is_stuck,
    'client_' || lpad(client::text, 26, '0') as client_id, 'ticket_' || lpad(n::text, 26, '0') as ticket_id,
    'agent_' || lpad((place * 20 + floor(20 * power(u_agent, 1.2)))::text, 26, '0') as drawn_agent_id
from timed;

analyze benchmark.drawn;

insert into tickets (client_id, ticket_id, external_id, source, subject, description_text, priority, category, status, requester_email,
    requester_name, contact_id, agent_id, team, tags, opened_at, assigned_at, first_response_at, resolved_at, closed_at, calendar_id,
    first_response_target_minutes, resolution_target_minutes, first_response_due_at, resolution_due_at, first_response_risk_at,
    resolution_risk_at, first_response_breached_at, resolution_breached_at, sla_paused_at, sla_paused_seconds, first_response_seconds,
    resolution_seconds, resolution_text, satisfaction, satisfaction_scale, satisfaction_at, escalated_at, escalation_reason, reopen_count,
    sync_state, created_at, updated_at)
select client_id, ticket_id, case when source in ('zendesk', 'intercom') then 'x' || n end, source,
    rtrim(initcap(s.phrase), '.'), d1.phrase || ' ' || d2.phrase || ' ' || d3.phrase, priority, category, status,
    'person' || n % 3 || '@client' || client || '.example', 'Person ' || n % 3 || ' of ' || client,
    'contact_' || lpad((client * 3 + n % 3)::text, 26, '0'),
    case when not is_unsolved or benchmark.u(n, 41) < 0.67 then drawn_agent_id end, team,
    (array['api', 'sso', 'mobile', 'vip', 'export', 'billing', 'import', 'login'])[1 + floor(8 * benchmark.u(n, 42)) : 1 + floor(8 * benchmark.u(n, 42))
        + floor(3 * benchmark.u(n, 43)) - 1],
    opened_at, case when not is_unsolved or benchmark.u(n, 41) < 0.67 then least('${now}', opened_at + interval '3 minutes') end,
    case when is_answered then responded_at end, case when not is_unsolved then solved_at end,
    case when status = 'closed' then solved_at + interval '2 days' end, calendar_id, first_response_minutes, resolution_minutes,
    first_due_at, whole_due_at, opened_at + 0.8 * (first_due_at - opened_at), opened_at + 0.8 * (whole_due_at - opened_at),
    case when case when is_answered then responded_at else '${now}' end > first_due_at then first_due_at end,
    case when case when is_unsolved then coalesce(paused_at, '${now}') else solved_at end > whole_due_at then whole_due_at end,
    paused_at, 0, case when is_answered then first_seconds end, case when not is_unsolved then whole_seconds end,
    case when not is_unsolved then d2.phrase end, rating, case when rating is not null then case when n % 10 = 0 and rating in (1, 5)
        then 'binary' else 'five_point' end end, case when rating is not null then least('${now}', solved_at + interval '5 hours') end,
    case when benchmark.u(n, 44) < 0.03 then least('${now}', opened_at + interval '4 hours') end,
    case when benchmark.u(n, 44) < 0.03 then d3.phrase end,
    case when is_unsolved then 0 when benchmark.u(n, 45) < 0.01 then 2 when benchmark.u(n, 45) < 0.07 then 1 else 0 end,
    case when source in ('zendesk', 'intercom') then 'synced' else 'local' end, opened_at, '${now}'
from (
    select *, case when is_unsolved then case
            when not is_answered or u_status < 0.4 then 'open' when u_status < 0.65 then 'in_progress' when u_status < 0.75 then 'pending'
            else 'waiting_on_customer' end
        when solved_at < '${now}'::timestamptz - interval '2 days' then 'closed' else 'resolved' end as status,
        case when is_unsolved and is_answered and u_status >= 0.75 then least('${now}', responded_at + interval '1 hour') end as paused_at,
        opened_at + first_response_minutes * stretch * interval '1 minute' as first_due_at,
        opened_at + resolution_minutes * stretch * interval '1 minute' as whole_due_at,
        case when not is_unsolved and benchmark.u(n, 46) < 0.3 then (array[1, 2, 3, 4, 4, 4, 5, 5, 5, 5])[1 + floor(10 * benchmark.u(n, 47))] end as rating,
        case when benchmark.u(n, 48) < 0.4 then 'local' when benchmark.u(n, 48) < 0.75 then 'portal'
            when benchmark.u(n, 48) < 0.95 then 'zendesk' else 'intercom' end as source
    from (
        select *, is_stuck or solved_at >= '${now}' as is_unsolved,
            responded_at < '${now}' and not (is_stuck and benchmark.u(n, 49) < 0.3) as is_answered
        from benchmark.drawn) stood) t
join benchmark.phrases s on s.phrase_id = floor(5000 * benchmark.u(n, 51))
join benchmark.phrases d1 on d1.phrase_id = floor(5000 * benchmark.u(n, 52))
join benchmark.phrases d2 on d2.phrase_id = floor(5000 * benchmark.u(n, 53))
join benchmark.phrases d3 on d3.phrase_id = floor(5000 * benchmark.u(n, 54))
order by n;

drop table benchmark.drawn;

-- At most four comments, two on average: the first answer of the agent, then agent or customer at random.
insert into ticket_comments (client_id, ticket_id, comment_id, author_type, agent_id, contact_id, is_public, content_text, at)
select t.client_id, t.ticket_id, 'comment_' || right(t.ticket_id, 25) || k,
    case when k = 1 or u < 0.5 then 'agent' else 'customer' end, case when k = 1 or u < 0.5 then t.agent_id end,
    case when k = 1 or u < 0.5 then null else t.contact_id end, k = 1 or u > 0.15, p.phrase,
    t.first_response_at + (k - 1) * (coalesce(t.resolved_at, '${now}') - t.first_response_at) / 5
from (
    select *, right(ticket_id, 18)::bigint as n
    from tickets
    where first_response_at is not null) t
join lateral generate_series(1, 1 + floor(3.2 * power(benchmark.u(n, 61), 1.3))::int) k on true
cross join lateral (select benchmark.u(n * 4 + k, 62) as u) drawn
join benchmark.phrases p on p.phrase_id = floor(5000 * benchmark.u(n * 4 + k, 63));

-- From nothing to open, in progress, resolved and closed; a ticket that was reopened had been resolved before that.
insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
select t.client_id, t.ticket_id, c.at, c.change_id, c.from_status, c.to_status, coalesce(t.agent_id, 'nobody')
from tickets t
cross join lateral (
    values ('change_1', null, 'open', t.opened_at),
        ('change_2', 'open', 'in_progress', t.first_response_at),
        ('change_3', 'in_progress', 'resolved', case when t.reopen_count > 0 then t.opened_at + 0.50 * (t.resolved_at - t.opened_at) end),
        ('change_4', 'resolved', 'open', case when t.reopen_count > 0 then t.opened_at + 0.55 * (t.resolved_at - t.opened_at) end),
        ('change_5', 'open', 'resolved', case when t.reopen_count > 1 then t.opened_at + 0.75 * (t.resolved_at - t.opened_at) end),
        ('change_6', 'resolved', 'open', case when t.reopen_count > 1 then t.opened_at + 0.80 * (t.resolved_at - t.opened_at) end),
        ('change_7', case when t.reopen_count > 0 then 'open' else 'in_progress' end, 'resolved', t.resolved_at),
        ('change_8', 'in_progress', t.status,
            case when t.status in ('pending', 'waiting_on_customer') then coalesce(t.sla_paused_at, t.first_response_at) end),
        ('change_closed', 'resolved', 'closed', t.closed_at)) as c (change_id, from_status, to_status, at)
where c.at is not null;
