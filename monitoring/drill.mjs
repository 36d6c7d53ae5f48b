// A fire drill with the real Prometheus and Alertmanager (Debian: prometheus, prometheus-alertmanager) beside a product of its own:
//   node monitoring/drill.mjs
// The database hangs under calls, the worker is killed, the product is stopped: each page has to reach the webhook, and its end too. What
// pages for the night's runs is left to promtool. The rules are the shipped ones with shorter times; exits with 1 at the first page that
// does not come or does not end.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drill-'));
const data = join(folder, 'product');
const [api, prometheus, alertmanager, webhook] = [18080, 18090, 18093, 18094];
const children = [];
const pages = new Map(); // alert -> firing or resolved, as the webhook heard last

const sleep = ms => new Promise(done => setTimeout(done, ms));

async function until(what, seconds, condition) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
    if (await condition()) return;
  }
  throw new Error(`${what}: not within ${seconds} s; heard ${JSON.stringify([...pages])}`);
}

function start(name, command, args) {
  const log = join(folder, `${name}.log`);
  const child = spawn('sh', ['-c', `exec "$0" "$@" > '${log}' 2>&1`, command, ...args], {detached: true});
  children.push(child);
  return child;
}

/** The shipped file with windows and waits of seconds, and where the drill's product is. */
function shortened(file) {
  const text = readFileSync(join(here, file), 'utf8')
    .replace(/for: \w+/g, 'for: 2s')
    .replace(/\[(5m|15m)\]/g, '[10s]').replace(/\[(30m|1h|6h)\]/g, '[20s]')
    .replace(/(scrape|evaluation)_interval: \w+/g, '$1_interval: 1s')
    .replace('127.0.0.1:9093', `127.0.0.1:${alertmanager}`)
    .replace('127.0.0.1:8081', `127.0.0.1:${api + 1}`).replace('127.0.0.1:8082', `127.0.0.1:${api + 2}`);
  writeFileSync(join(folder, file.split('/').pop()), text);
}

async function up() {
  const product = start('product', resolve(here, '../cs-mcp'), ['up', '--port', `${api}`, '--clients', '20', '--data', data]);
  await sleep(1000);
  await until('READY', 300, () => readFileSync(join(folder, 'product.log'), 'utf8').includes('READY'));
  return product;
}

/** As the product notes it in its folder. */
const pid = file => Number(readFileSync(join(data, file), 'utf8').split('\n')[0]);

async function call(key) {
  try {
    await fetch(`http://127.0.0.1:${api}/mcp`, {
      method: 'POST',
      signal: AbortSignal.timeout(15000),
      headers: {Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'},
      body: JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/call', params: {name: 'list_clients', arguments: {search: `n${Math.random()}`}}}),
    });
  } catch { /* what the caller hears is not the question here */ }
}

async function rings(alert, seconds) {
  await until(`${alert} rings`, seconds, () => pages.get(alert) === 'firing');
  console.log(`${alert}: rang`);
}

async function ends(alert, seconds) {
  await until(`${alert} ends`, seconds, () => pages.get(alert) === 'resolved');
  console.log(`${alert}: ended`);
}

async function drill() {
  createServer((request, response) => {
    let body = '';
    request.on('data', some => (body += some)).on('end', () => {
      for (const alert of JSON.parse(body).alerts) pages.set(alert.labels.alertname, alert.status);
      response.end();
    });
  }).listen(webhook, '127.0.0.1').unref();
  ['prometheus/prometheus.yml', 'prometheus/recording.rules.yml', 'prometheus/alerts.rules.yml'].forEach(shortened);
  writeFileSync(join(folder, 'alertmanager.yml'), `
route: {receiver: page, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h}
receivers: [{name: page, webhook_configs: [{url: 'http://127.0.0.1:${webhook}/', send_resolved: true}]}]
`);
  let product = await up();
  const key = readFileSync(join(data, 'api-key'), 'utf8').trim();
  start('alertmanager', 'prometheus-alertmanager', [`--config.file=${folder}/alertmanager.yml`, `--storage.path=${folder}/am`,
    `--web.listen-address=127.0.0.1:${alertmanager}`, '--cluster.listen-address=']);
  start('prometheus', 'prometheus', [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`,
    `--web.listen-address=127.0.0.1:${prometheus}`]);
  await sleep(15000);
  if (pages.size > 0) throw new Error(`rang with nothing wrong: ${[...pages.keys()]}`);
  console.log('all is well: nothing rang');

  const postgres = pid('postgres/postmaster.pid');
  process.kill(postgres, 'SIGSTOP');
  execFileSync('pkill', ['-STOP', '-P', `${postgres}`]);
  const calls = setInterval(() => void call(key), 300);
  await rings('CsToolErrorRatioHigh', 60);
  execFileSync('pkill', ['-CONT', '-P', `${postgres}`]);
  process.kill(postgres, 'SIGCONT');
  await ends('CsToolErrorRatioHigh', 60);
  clearInterval(calls);

  process.kill(pid('worker.pid'), 'SIGKILL');
  await rings('CsNoWorker', 120);
  start('worker', 'sh', [join(data, 'worker.sh')]);
  await ends('CsNoWorker', 60);

  process.kill(-product.pid, 'SIGTERM');
  await rings('CsApiDown', 60);
  await until('the product stopped', 60, () => product.exitCode !== null || product.signalCode !== null);
  await up();
  await ends('CsApiDown', 60);
}

try {
  await drill();
  console.log('the drill is over: every page came, and every page ended');
} catch (failure) {
  console.error(`${failure.message} (logs in ${folder})`);
  process.exitCode = 1;
} finally {
  for (const child of children) {
    try { process.kill(-child.pid, 'SIGTERM'); } catch { /* it ended before */ }
  }
  setTimeout(() => process.exit(), 5000).unref();
}
