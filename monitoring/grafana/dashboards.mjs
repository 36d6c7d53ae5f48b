// Writes the four dashboards as JSON beside this file, and every expression of them as a rules file that promtool can read:
// npm ci && npm run build. The JSON is committed; build it again after a change here.
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {AdHocVariableBuilder, DashboardBuilder, DatasourceVariableBuilder, RowBuilder} from '@grafana/grafana-foundation-sdk/dashboard';
import {DataqueryBuilder} from '@grafana/grafana-foundation-sdk/prometheus';
import {PanelBuilder as TimeSeries} from '@grafana/grafana-foundation-sdk/timeseries';
import {PanelBuilder as Stat} from '@grafana/grafana-foundation-sdk/stat';

const here = dirname(fileURLToPath(import.meta.url));
const expressions = [];

const queries = (panel, targets) => {
  for (const [expr, legend] of targets) {
    expressions.push(expr);
    panel.withTarget(new DataqueryBuilder().expr(expr).legendFormat(legend ?? ''));
  }
  return panel.datasource({type: 'prometheus', uid: '${source}'});
};
const graph = (title, unit, description, ...targets) =>
  queries(new TimeSeries().title(title).unit(unit).description(description).min(0).height(8).span(12), targets);
const figure = (title, unit, description, expr) =>
  queries(new Stat().title(title).unit(unit).description(description).height(4).span(6), [[expr]]);

const dashboard = (name, title, ...rows) => {
  const board = new DashboardBuilder(`Customer success MCP: ${title}`)
    .uid(`cs-mcp-${name}`)
    .tags(['cs-mcp'])
    .timezone('utc')
    .refresh('1m')
    .time({from: 'now-6h', to: 'now'})
    .withVariable(new DatasourceVariableBuilder('source').type('prometheus').label('Prometheus'))
    // Of several deployments one is shown by a filter on namespace.
    .withVariable(new AdHocVariableBuilder('filter').label('Filter').datasource({type: 'prometheus', uid: '${source}'}));
  for (const [row, ...panels] of rows) {
    board.withRow(new RowBuilder(row));
    panels.forEach(panel => board.withPanel(panel));
  }
  writeFileSync(join(here, `${name}.json`), JSON.stringify(board.build(), null, 2) + '\n');
};

const p = (quantile, metric, by) =>
  `histogram_quantile(${quantile}, sum by (${by}, le) (rate(${metric}_bucket[5m])))`;

dashboard('overview', 'overview',
  ['Is it well?',
    figure('API processes', 'none', 'Processes that Prometheus reaches.', 'sum(up{job="cs-api"})'),
    figure('Workers', 'none', 'Workers that were heard of in the last minute.', 'max(job_workers)'),
    figure('Calls that fail', 'percentunit', 'By our fault: internal, timeout, dependency_unavailable.',
      'cs:tool_failures:ratio_rate5m'),
    figure('Oldest job that waits', 's', 'How long it has waited.', 'max(job_oldest_queued_age_seconds)')],
  ['Calls',
    graph('Calls by outcome', 'reqps', 'A refusal of what was asked is an answer, not a failure.',
      ['sum by (status) (rate(mcp_tool_execution_total[5m]))', '{{status}}']),
    graph('How long calls take', 's', 'Over all tools.',
      ['histogram_quantile(0.5, sum by (le) (rate(mcp_tool_execution_duration_seconds_bucket[5m])))', 'p50'],
      ['histogram_quantile(0.95, sum by (le) (rate(mcp_tool_execution_duration_seconds_bucket[5m])))', 'p95'],
      ['histogram_quantile(0.99, sum by (le) (rate(mcp_tool_execution_duration_seconds_bucket[5m])))', 'p99']),
    graph('Requests under way', 'none', 'Without streams. A process takes 256 at once (CS_REQUESTS_AT_ONCE).',
      ['sum by (instance) (mcp_requests_active)', '{{instance}}']),
    graph('Requests refused for want of room', 'reqps', 'HTTP 503, before anything of them is read.',
      ['sum by (instance) (rate(mcp_requests_shed_total[5m]))', '{{instance}}'])],
  ['Data',
    graph('Usage events', 'cps', 'What came in, by what became of it.',
      ['sum(rate(ingest_events_accepted_total[5m]))', 'accepted'],
      ['sum(rate(ingest_events_duplicates_total[5m]))', 'duplicates'],
      ['sum(rate(ingest_events_rejected_total[5m]))', 'rejected']),
    graph('Since the last whole run', 's', 'Of each recurring calculation.',
      ['time() - max by (name) (refresh_last_success_timestamp_seconds)', '{{name}}'])],
  ['Services outside',
    graph('Calls by what came of them', 'reqps', 'HTTP status, timeout or connect_error.',
      ['sum by (integration, status) (rate(integration_api_calls_total[5m]))', '{{integration}} {{status}}']),
    graph('95th percentile by endpoint', 's', '', [p(0.95, 'integration_api_duration_seconds', 'integration, endpoint'), '{{integration}} {{endpoint}}'])]);

dashboard('tools', 'tools',
  ['Calls',
    graph('Calls by tool', 'reqps', '', ['sum by (tool_name) (rate(mcp_tool_execution_total[5m]))', '{{tool_name}}']),
    graph('95th percentile by tool', 's', '', [p(0.95, 'mcp_tool_execution_duration_seconds', 'tool_name'), '{{tool_name}}'])],
  ['What goes wrong',
    graph('Failures by tool', 'reqps', 'By our fault.',
      ['sum by (tool_name, status) (rate(mcp_tool_execution_total{status=~"internal|timeout|dependency_unavailable"}[5m]))',
        '{{tool_name}} {{status}}']),
    graph('Refusals by tool', 'reqps', 'What callers got wrong, may not do, or took back.',
      ['sum by (tool_name, status) (rate(mcp_tool_execution_total{status!~"ok|internal|timeout|dependency_unavailable"}[5m]))',
        '{{tool_name}} {{status}}'])],
  ['Limits and questions',
    graph('Rate-limited calls', 'reqps', '', ['sum by (class) (rate(rate_limited_calls_total[5m]))', '{{class}}']),
    graph('Questions for a yes', 'reqps', '', ['sum by (outcome) (rate(mcp_confirmations_total[5m]))', '{{outcome}}'])]);

dashboard('database-and-cache', 'database and cache',
  ['Pools',
    graph('Connections borrowed', 'percentunit', 'Of those that may be; paged at 80 %.',
      ['cs:database_connections:ratio', '{{instance}}']),
    graph('Threads that wait for a connection', 'none', '', ['sum by (instance, pool) (database_pool_waiting)', '{{instance}} {{pool}}'])],
  ['Read replica',
    graph('Lag', 's', 'How old at most what the replica shows is; reads go to the primary beyond CS_READ_DATABASE_LAG.',
      ['database_replica_lag_seconds', '{{instance}}']),
    graph('Where reads go', 'reqps', 'Of those that could go to the replica, and why.',
      ['sum by (target, reason) (rate(database_reads_total[5m]))', '{{target}} {{reason}}'])],
  ['Statements',
    graph('Most time', 's', 'Seconds of statements in a second.',
      ['topk(10, sum by (query_type) (rate(database_query_duration_seconds_sum[5m])))', '{{query_type}}']),
    graph('Slowest', 's', '95th percentile.',
      [`topk(10, ${p(0.95, 'database_query_duration_seconds', 'query_type')})`, '{{query_type}}'])],
  ['Cache',
    graph('Found in the cache', 'percentunit', 'Of the questions, by answer.', ['cs:cache_hits:ratio_rate15m', '{{answer}}']),
    graph('Questions', 'reqps', '', ['sum by (outcome) (rate(cache_requests_total[5m]))', '{{outcome}}'])]);

dashboard('jobs', 'jobs',
  ['Queue',
    graph('Jobs', 'none', '', ['max(job_queue_depth)', 'waiting'], ['max(jobs_working)', 'under way']),
    graph('Oldest that waits', 's', '', ['max(job_oldest_queued_age_seconds)', 'age'])],
  ['Ends',
    graph('Jobs that ended', 'cps', '', ['sum by (tool_name, outcome) (rate(job_executions_total[1h]))', '{{tool_name}} {{outcome}}']),
    graph('How long they ran', 's', '95th percentile.', [p(0.95, 'job_duration_seconds', 'tool_name').replace('5m', '1h'), '{{tool_name}}'])],
  ['Workers',
    graph('How long jobs waited', 's', '95th percentile.', [p(0.95, 'job_wait_seconds', 'tool_name').replace('5m', '1h'), '{{tool_name}}']),
    graph('Rollups behind', 's', 'Since the oldest usage that is not in the figures.', ['max(usage_rollup_lag_seconds)', 'lag'])]);

mkdirSync(join(here, 'target'), {recursive: true});
const rules = expressions.map((expr, i) => `      - {record: 'panel:${i}', expr: ${JSON.stringify(expr)}}`);
writeFileSync(join(here, 'target', 'panels.rules.yml'), `groups:\n  - name: panels\n    rules:\n${rules.join('\n')}\n`);
console.log(`${expressions.length} expressions`);
