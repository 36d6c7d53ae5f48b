// A fire drill with the real Prometheus and Alertmanager beside a product of its own (Debian: prometheus, prometheus-alertmanager,
// postgresql-client):
//   node monitoring/drill.mjs          every page, its end, every panel of the dashboards, every query of the runbooks; about 10 minutes
//   node monitoring/drill.mjs panels   panels and queries alone
// An entry of the audit log is changed, the nights' runs may not write, the database hangs under calls, a table is locked, requests come whose bodies do not, the worker is
// killed, the product is stopped: each page has to reach the webhook, and its end too. The rules are the shipped ones with windows and waits of seconds, and a night
// lasts as long. Exits with 1 at the first page that does not come or does not end, where a panel would show nothing, or where a query asks
// for a figure that is not there.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {createServer, request} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {blocks, named} from '../runbooks/check.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drill-'));
const data = join(folder, 'product');
const [api, prometheus, alertmanager, webhook, issuer, dashboard] = [18080, 18090, 18093, 18094, 18095, 18000];
const night = 10000; // ms between two runs of what runs every night
const children = [];
const pages = new Map(); // alert -> firing or resolved, as the webhook heard last

const sleep = ms => new Promise(done => setTimeout(done, ms));

async function until(what, seconds, condition) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
    if (await condition()) return;
  }
  throw new Error(`${what}: not within ${seconds} s; heard ${JSON.stringify([...pages])}`);
}

function start(name, command, args, environment = {}) {
  const log = join(folder, `${name}.log`);
  const child = spawn('sh', ['-c', `exec "$0" "$@" > '${log}' 2>&1`, command, ...args],
    {detached: true, env: {...process.env, ...environment}});
  children.push(child);
  return child;
}

/** The shipped file with windows and waits of seconds, and where the drill's product is. */
function shortened(file) {
  const text = readFileSync(join(here, file), 'utf8')
    .replace(/for: \w+/g, 'for: 3s')
    .replace(/\[(5m|15m)\]/g, '[10s]').replace(/\[(30m|1h|6h)\]/g, '[20s]')
    .replace(/\b(30|50) \* 3600/g, '90') // nights of seconds
    .replace(/(evaluation_|\s)interval: \w+/g, '$1interval: 1s')
    .replace(/scrape_interval: \w+/g, 'scrape_interval: 2s') // and as long a timeout: a scrape of a hung database takes more than a second
    .replace('127.0.0.1:9093', `127.0.0.1:${alertmanager}`)
    .replace('127.0.0.1:8081', `127.0.0.1:${api + 1}`).replace('127.0.0.1:8082', `127.0.0.1:${api + 2}`);
  writeFileSync(join(folder, file.split('/').pop()), text);
}

async function up() {
  const product = start('product', resolve(here, '../cs-mcp'), ['up', '--port', `${api}`, '--clients', '20', '--data', data], {
    CS_LOG: 'json',
    CS_OAUTH_RESOURCE: 'https://drill.example/mcp',
    CS_OAUTH_ISSUERS: JSON.stringify([{issuer: `http://127.0.0.1:${issuer}`, jwksUri: `http://127.0.0.1:${issuer}/keys`}]),
  });
  await sleep(1000); // until its log is not that of the run before
  await until('READY', 300, () => readFileSync(join(folder, 'product.log'), 'utf8').includes('READY'));
  return product;
}

/** As the product notes it in its folder. */
const pid = file => Number(readFileSync(join(data, file), 'utf8').split('\n')[0]);

/** Calls a tool; what it answers, undefined where nothing came. */
async function call(name, args, bearer = readFileSync(join(data, 'api-key'), 'utf8').trim()) {
  try {
    const answer = await fetch(`http://127.0.0.1:${api}/mcp`, {
      method: 'POST',
      signal: AbortSignal.timeout(40000),
      headers: {Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'},
      body: JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/call', params: {name, arguments: args}}),
    });
    return (await answer.json()).result?.structuredContent;
  } catch {
    return undefined; // callers of a product that is down hear nothing
  }
}

/** Lets the worker run what else comes once a night. */
async function runNightly(...names) {
  const password = readFileSync(join(data, 'dashboard-secret'), 'utf8').trim();
  for (const name of names) {
    try {
      await fetch(`http://127.0.0.1:${dashboard}/api/recurring-jobs/${name}/trigger`, {
        method: 'POST',
        headers: {Authorization: `Basic ${Buffer.from(`operator:${password}`).toString('base64')}`},
      });
    } catch { /* the worker is down */ }
  }
}

const psql = ['-h', '127.0.0.1', '-U', 'cs', '-d', 'cs', '-v', 'ON_ERROR_STOP=1', '-qtA'];

const asOwner = () => ({
  PGPORT: readFileSync(join(data, 'postgres.port'), 'utf8').trim(),
  PGPASSWORD: readFileSync(join(data, 'database-secret'), 'utf8').trim(),
});

/** As the owner of the tables, who can do what the product cannot. */
function sql(statement) {
  return execFileSync('psql', [...psql, '-c', statement], {encoding: 'utf8', env: {...process.env, ...asOwner()}}).trim();
}

async function rings(seconds, ...alerts) {
  for (const alert of alerts) {
    await until(`${alert} rings`, seconds, () => pages.get(alert) === 'firing');
    console.log(`${alert}: rang`);
  }
}

async function ends(seconds, ...alerts) {
  for (const alert of alerts) {
    await until(`${alert} ends`, seconds, () => pages.get(alert) === 'resolved');
    console.log(`${alert}: ended`);
  }
}

async function begin() {
  createServer((request, response) => {
    let body = '';
    request.on('data', some => (body += some)).on('end', () => {
      for (const alert of JSON.parse(body).alerts) pages.set(alert.labels.alertname, alert.status);
      response.end();
    });
  }).listen(webhook, '127.0.0.1').unref();
  createServer((_, response) => response.end('{"keys": []}')).listen(issuer, '127.0.0.1').unref();
  ['prometheus/prometheus.yml', 'prometheus/recording.rules.yml', 'prometheus/alerts.rules.yml'].forEach(shortened);
  writeFileSync(join(folder, 'alertmanager.yml'), `
route: {receiver: page, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h}
receivers: [{name: page, webhook_configs: [{url: 'http://127.0.0.1:${webhook}/', send_resolved: true}]}]
`);
  const product = await up();
  start('alertmanager', 'prometheus-alertmanager', [`--config.file=${folder}/alertmanager.yml`, `--storage.path=${folder}/am`,
    `--web.listen-address=127.0.0.1:${alertmanager}`, '--cluster.listen-address=']);
  start('prometheus', 'prometheus', [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`,
    `--web.listen-address=127.0.0.1:${prometheus}`]);
  setInterval(() => void runNightly('portfolio-health', 'audit-check'), night).unref();
  return product;
}

/** Reads and writes, so many that the connections of all pools are soon borrowed where each statement takes five seconds. */
function callers() {
  let n = 0;
  return setInterval(() => {
    void call('list_clients', {search: `n${n++}`});
    void call('register_client', {client_name: `Drill ${folder} ${n}`});
  }, 250);
}

async function whileTheDatabaseHangs(work) {
  const postgres = pid('postgres/postmaster.pid');
  process.kill(postgres, 'SIGSTOP');
  execFileSync('pkill', ['-STOP', '-P', `${postgres}`]);
  try {
    await work();
  } finally {
    execFileSync('pkill', ['-CONT', '-P', `${postgres}`]);
    process.kill(postgres, 'SIGCONT');
  }
}

/** As many requests as the API takes at once, whose bodies do not come: one that is refused, or cut off after half a minute, is followed by another. */
async function whileAllPlacesAreTaken(work) {
  const headers = {Authorization: `Bearer ${readFileSync(join(data, 'api-key'), 'utf8').trim()}`, 'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream', 'Content-Length': 1000};
  const begun = [];
  let over = false;
  const take = () => {
    if (over) return;
    const each = request({host: '127.0.0.1', port: api, path: '/mcp', method: 'POST', headers});
    begun.push(each);
    each.on('error', () => {}); // cut off, at the latest by us
    each.on('response', () => setTimeout(take, 500));
    each.write('{');
  };
  for (let place = 0; place < 256; place++) take();
  try {
    await work();
  } finally {
    over = true;
    begun.forEach(each => each.destroy());
  }
}

async function pagesOfTheNight() {
  await call('register_client', {client_name: `Audited ${folder}`});
  await until('a night that went well', 60, () => sql("select count(*) from refresh_runs where name in ('audit', 'health')") === '2');
  sql("update audit_log set principal = principal || 'x' where entry_id = (select min(entry_id) from audit_log)");
  await rings(60, 'CsAuditLogBroken');
  sql("update audit_log set principal = left(principal, -1) where entry_id = (select min(entry_id) from audit_log)");
  await ends(60, 'CsAuditLogBroken');

  sql('revoke insert, update on health_scores from cs_service');
  await rings(180, 'CsNightlyHealthMissing');
  sql('grant insert, update on health_scores to cs_service');
  await ends(90, 'CsNightlyHealthMissing');
}

async function pagesOfCalls() {
  const failures = ['CsToolErrorRatioHigh', 'CsErrorBudgetBurnsFast'];
  const calls = callers();
  await sleep(5000);
  await whileTheDatabaseHangs(() => rings(90, ...failures));
  await ends(120, ...failures);

  // What everybody reads and writes is locked. A database that hangs gives out no connections, so none are borrowed then.
  const lock = start('lock', 'psql', [...psql, '-c', 'begin; lock table clients; select pg_sleep(300)'], asOwner());
  await rings(90, 'CsDatabasePoolNearlyEmpty');
  process.kill(-lock.pid, 'SIGTERM');
  sql("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(300)%' and pid <> pg_backend_pid()");
  await ends(90, 'CsDatabasePoolNearlyEmpty');

  await whileAllPlacesAreTaken(() => rings(60, 'CsRequestsShed'));
  await ends(60, 'CsRequestsShed');
  clearInterval(calls);
}

async function pagesOfProcesses(product) {
  process.kill(pid('worker.pid'), 'SIGKILL');
  await rings(120, 'CsNoWorker');
  start('worker', 'sh', [join(data, 'worker.sh')]);
  await ends(60, 'CsNoWorker');

  process.kill(-product.pid, 'SIGTERM');
  await rings(60, 'CsApiDown');
  await until('the product stopped', 60, () => product.exitCode !== null || product.signalCode !== null);
  await up();
  await ends(60, 'CsApiDown');
}

/** A little of all that is measured. */
async function everything() {
  const [client] = (await call('list_clients', {limit: 1})).items;
  const {client_id} = client;
  await call('get_client_overview', {client_id});
  await call('get_client_overview', {client_id}); // from the cache
  await call('list_clients', {limit: 0});
  await call('calculate_health_score', {wait_seconds: 20});
  const stage = await call('manage_lifecycle_stages', {action: 'get', client_id});
  await call('manage_lifecycle_stages', {action: 'transition', client_id, new_stage: 'churned', transition_reason: 'of the drill',
    churn_reason: 'of the drill', version: stage?.version ?? stage?.client?.version ?? 1});
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {iss: `http://127.0.0.1:${issuer}`, aud: 'https://drill.example/mcp', sub: 'nobody', exp: Math.floor(Date.now() / 1000) + 300};
  await call('list_clients', {}, `${part({alg: 'RS256', kid: 'none'})}.${part(claims)}.${Buffer.from('unsigned').toString('base64url')}`);
  await Promise.all(Array.from({length: 300}, () => call('list_jobs', {})));
}

/** Without a replica there is no figure of one. */
const ofReplicas = /database_replica_lag_seconds|database_reads_total/;

/** What Prometheus answers. */
async function ask(expression) {
  const answer = await fetch(`http://127.0.0.1:${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const {status, data: found, error} = await answer.json();
  if (status !== 'success') throw new Error(`${expression}: ${error}`);
  return found.result;
}

/** Nor of certificates and secrets kept elsewhere, where there are none, or of keys that end. */
const ofOtherDeployments = /^(database_replica|database_reads|probe_ssl|tls_certificate|secret_|api_key_next)/;

/** Most queries of the runbooks find something only while something is wrong, but their figures are there. */
async function runbooks() {
  const pages = resolve(here, '../runbooks');
  const expressions = readdirSync(pages).filter(file => file.endsWith('.md'))
    .flatMap(file => blocks(readFileSync(join(pages, file), 'utf8'))).filter(({language}) => language === 'promql').map(({text}) => text);
  for (const expression of expressions) await ask(expression);
  const figures = [...new Set(expressions.flatMap(named))];
  const missing = [];
  for (const figure of figures) {
    if ((await ask(`count({__name__="${figure}"})`)).length > 0) continue;
    if (ofOtherDeployments.test(figure)) console.log(`NOT SEEN, since the drill has none: ${figure}`);
    else missing.push(figure);
  }
  if (missing.length > 0) throw new Error(`figures of runbooks that are not there: ${missing}`);
  console.log(`runbooks: ${expressions.length} queries are answered, of ${figures.length} figures`);
}

async function panels() {
  await until('calls are answered again', 60, async () => (await call('list_clients', {limit: 1}))?.items);
  for (let i = 0; i < 3; i++) {
    await everything();
    await sleep(5000);
  }
  await runNightly('portfolio-health');
  await sleep(15000);
  const empty = [];
  let shown = 0;
  for (const board of ['overview', 'tools', 'database-and-cache', 'jobs']) {
    const {panels: all} = JSON.parse(readFileSync(join(here, 'grafana', `${board}.json`), 'utf8'));
    for (const panel of all.flatMap(each => [each, ...(each.panels ?? [])])) {
      for (const {expr} of panel.targets ?? []) {
        if ((await ask(expr)).length > 0) shown++;
        else if (ofReplicas.test(expr)) console.log(`NOT SHOWN, since the drill has no replica: ${board}, ${panel.title}`);
        else empty.push(`${board}, ${panel.title}: ${expr}`);
      }
    }
  }
  if (empty.length > 0) throw new Error(`panels that show nothing:\n${empty.join('\n')}\n`);
  console.log(`panels: ${shown} expressions have series`);
  await runbooks();
}

async function drill() {
  const product = await begin();
  await sleep(15000);
  if (pages.size > 0) throw new Error(`rang with nothing wrong: ${[...pages.keys()]}`);
  console.log('all is well: nothing rang');
  await pagesOfTheNight();
  await pagesOfCalls();
  await panels();
  await pagesOfProcesses(product);
  console.log('the drill is over: every page came, and every page ended');
}

/** Failures are on the panels too, so the database hangs for as long as it takes calls to fail. */
async function panelsAlone() {
  await begin();
  const calls = callers();
  await sleep(5000);
  await whileTheDatabaseHangs(() => sleep(40000));
  clearInterval(calls);
  await panels();
}

try {
  await (process.argv[2] === 'panels' ? panelsAlone() : drill());
} catch (failure) {
  console.error(`${failure.message} (logs in ${folder})`);
  process.exitCode = 1;
} finally {
  for (const child of children) {
    try { process.kill(-child.pid, 'SIGTERM'); } catch { /* it ended before */ }
  }
  setTimeout(() => process.exit(), 5000);
}
