-- ${articles} help articles of 40 to 250 words, with votes and views as readers leave them, and four searches per
-- article.
set session_replication_role = replica;
set synchronous_commit = off;

insert into kb_articles (article_id, title, summary, body, category, tags, search_keywords, audience, allowed_tiers, status, author,
    published_at, created_at, updated_at)
select 'article_' || lpad(n::text, 26, '0'), initcap(benchmark.text(n, 70, 4 + floor(4 * benchmark.u(n, 71))::int, 40)),
    benchmark.text(n, 72, 12, 20) || '.', benchmark.text(n, 73, 40 + floor(210 * benchmark.u(n, 74))::int, 10),
    (array['Accounts', 'Billing', 'Integrations', 'Reports', 'Security', 'Mobile', 'Data', 'Administration'])[1 + floor(8 * benchmark.u(n, 75))],
    string_to_array(benchmark.text(n, 76, 2, 60), ' '), string_to_array(benchmark.text(n, 77, 3, 200), ' '),
    case when benchmark.u(n, 78) < 0.05 then 'internal' else 'customer' end,
    case when benchmark.u(n, 79) < 0.1 then '{professional,enterprise}'::text[] else '{}' end,
    case when benchmark.u(n, 80) < 0.95 then 'published' when benchmark.u(n, 80) < 0.98 then 'draft' else 'archived' end, 'benchmarks',
    case when benchmark.u(n, 80) < 0.95 then made_at end, made_at, made_at + benchmark.u(n, 82) * ('${now}' - made_at)
from generate_series(1, ${articles}) n
cross join lateral (select '${now}'::timestamptz - benchmark.u(n, 81) * interval '1000 days' as made_at) age;

insert into kb_article_versions (article_id, article_version, title, summary, body, state, author, at)
select article_id, 1, title, summary, body, 'live', author, published_at
from kb_articles
where status = 'published';

-- A few articles get most of the votes and views.
insert into kb_votes (article_id, voter_hash, helpful, at)
select 'article_' || lpad(n::text, 26, '0'), md5(n || ' ' || v), benchmark.u(n * 1000 + v, 92) < 0.4 + 0.5 * benchmark.u(n, 93),
    '${now}'::timestamptz - benchmark.u(n * 1000 + v, 94) * interval '300 days'
from generate_series(1, ${articles}) n
cross join lateral generate_series(1, least(200, floor(2 / (0.01 + benchmark.u(n, 91))))::int) v;

insert into kb_article_views (article_id, day, view_count)
select 'article_' || lpad(n::text, 26, '0'), day, 1 + floor(5 * benchmark.u(n * 1000 + ago, 96))
from generate_series(1, ${articles}) n
cross join lateral (
    select distinct floor(180 * benchmark.u(n * 1000 + v, 97))::int as ago
    from generate_series(1, least(60, floor(3 / (0.02 + benchmark.u(n, 95))))::int) v) viewed
cross join lateral (select '${now}'::timestamptz::date - ago as day) on_day;

insert into kb_searches (search_id, at, client_id, query, source, result_count, partial_count)
select 'search_' || lpad(n::text, 26, '0'), '${now}'::timestamptz - benchmark.u(n, 101) * interval '365 days',
    case when benchmark.u(n, 102) < 0.7 then 'client_' || lpad((1 + floor(${clients} * benchmark.u(n, 103)))::text, 26, '0') end,
    -- The same queries are searched for again and again.
    benchmark.text(benchmark.rank(benchmark.u(n, 104), 30), 105, 1 + floor(3 * benchmark.u(benchmark.rank(benchmark.u(n, 104), 30), 106))::int, 60),
    case when n % 3 = 0 then 'portal' else 'tool' end,
    case when benchmark.u(benchmark.rank(benchmark.u(n, 104), 30), 107) < 0.12 then 0 else 1 + floor(40 * benchmark.u(n, 108)) end, 0
from generate_series(1, ${articles} * 4) n;
