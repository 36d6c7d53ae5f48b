// Callers that read and write through nginx while api-2 is killed and started again. The part of docker/drill that calls.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const READERS = 12;
const WRITERS = 4;
const FEWEST = 30; // calls that one has answered in 5 s if it takes part
const APIS = ['api-1', 'api-2', 'api-3'];
const VERSION = '2026-07-28';

const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const compose = (...args) => docker('compose', ...args);

async function call(tool, args) {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: {
    name: tool, arguments: args,
    _meta: { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {} } } };
  const response = await fetch(process.env.CS_URL, {
    method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(40_000),
    headers: { Authorization: `Bearer ${process.env.CS_KEY}`, 'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': VERSION, 'Mcp-Method': 'tools/call', 'Mcp-Name': tool } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text.slice(0, 200)}`);
  const json = text.startsWith('{') ? text : text.split('\n').filter(line => line.startsWith('data: ')).at(-1).slice(6);
  const { result, error } = JSON.parse(json);
  if (error || result.isError) throw new Error(JSON.stringify(error ?? result.structuredContent).slice(0, 300));
  return result.structuredContent;
}

// Calls of tools that the process has answered since it started.
function answered(api) {
  const metrics = compose('exec', '-T', api, 'bash', '-c',
    'exec 3<> /dev/tcp/127.0.0.1/8081; printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3');
  return [...metrics.matchAll(/^mcp_tool_execution_total\{.*\} (\S+)$/gm)].reduce((sum, each) => sum + Number(each[1]), 0);
}

const failures = [];
const tasks = [];
let reads = 0;
let over = false;

async function caller(work) {
  while (!over) {
    try {
      await work();
    } catch (error) {
      failures.push(`${error.message} ${error.cause?.message ?? ''}`);
    }
    await sleep(20);
  }
}

// How many calls each has answered in so many milliseconds.
async function spread(milliseconds) {
  const before = APIS.map(answered);
  await sleep(milliseconds);
  return APIS.map((api, i) => answered(api) - before[i]);
}

function require(condition, what) {
  if (!condition) {
    console.error(`NOT SO: ${what}`, failures.slice(0, 5));
    process.exit(1);
  }
  console.log(`  ${what}`);
}

const client = `Drill Goods ${Date.now()}`;
await call('register_client', { client_name: client });
const callers = [
  ...Array.from({ length: READERS }, () => caller(async () => {
    await call('list_clients', { limit: 5 });
    reads += 1;
  })),
  ...Array.from({ length: WRITERS }, () => caller(async () => {
    const written = await call('log_activity', { action: 'create_task', client_id: client, title: 'Drill' });
    tasks.push(written.tasks[0].task_id);
  })),
];

await sleep(5000);
const three = await spread(5000);
require(Math.min(...three) >= FEWEST, `three answer: ${three}`);

for (let round = 1; round <= 3; round++) {
  const killed = compose('ps', '--quiet', 'api-2').trim();
  docker('kill', '--signal', 'KILL', killed);
  await sleep(3000);
  docker('start', killed);
  // A JVM that has just started is slower, and so gets less until it has run for a while: the fewest under way is who is fastest.
  let again;
  for (let waited = 0; !again || again[1] < FEWEST; waited++) {
    if (waited > 12) require(false, `api-2 comes back: ${again}`);
    if (compose('ps', '--format', '{{.Health}}', 'api-2').trim() === 'healthy') again = await spread(5000);
    else await sleep(1000);
  }
  require(true, `api-2 was killed and is back: ${again}`);
}

over = true;
await Promise.all(callers);
require(failures.length === 0, `${reads} reads and ${tasks.length} writes, none failed`);
require(new Set(tasks).size === tasks.length, 'each write has a task of its own');
const stored = Number(compose('exec', '-T', 'postgres', 'psql', '-U', 'postgres', '-d', 'cs', '-At', '-c',
  `select count(*) from tasks join clients using (client_id) where clients.name = '${client}'`));
require(stored === tasks.length, `${stored} tasks are stored: each write was done once`);
