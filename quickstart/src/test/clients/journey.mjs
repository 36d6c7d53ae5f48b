// One person's first hour with the product, through the official TypeScript client.
// Usage: node journey.mjs URL KEY auto|pinned|legacy
// Prints one JSON object with what it saw, and ends with 1 at the first surprise.
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, key, mode] = process.argv.slice(2);
const negotiation = { auto: 'auto', legacy: 'legacy', pinned: { pin: '2026-07-28' } }[mode];
assert(negotiation, 'the mode is auto, pinned or legacy');

const client = new Client(
  { name: 'journey', version: '1.0.0' },
  { versionNegotiation: { mode: negotiation } },
);
const transport = new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${key}` } },
});

async function ok(name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert(!result.isError, `${name}: ${JSON.stringify(result.structuredContent)}`);
  assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
  return result.structuredContent;
}

async function refused(name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert(result.isError, `${name} was not refused`);
  return result.structuredContent.error;
}

await client.connect(transport);
const { tools } = await client.listTools();

// Every page of the book of business, each client once.
const names = new Map();
let cursor;
let pages = 0;
do {
  const page = await ok('list_clients', { limit: 25, ...(cursor && { cursor }) });
  page.items.forEach((item) => names.set(item.client_id, item));
  cursor = page.next_cursor;
  pages += 1;
  assert(names.size <= page.total_count);
  if (!cursor) assert.equal(names.size, page.total_count);
} while (cursor);

// The same client by id, by the CRM's key and by name.
const [first] = [...names.values()].filter((item) => item.external_id);
const byId = await ok('get_client_overview', { client_id: first.client_id });
const byKey = await ok('get_client_overview', { client_id: first.external_id });
const byName = await ok('get_client_overview', { client_id: first.client_name.toUpperCase() });
for (const overview of [byKey, byName]) {
  assert.equal(overview.client.client_id, byId.client.client_id);
}

// A client of one's own: registered once, although sent twice; updated; refused when stale.
const registration = {
  client_name: `Journey ${mode} Ltd`,
  contract_value: 72000,
  tier: 'professional',
  included_users: 40,
  primary_contact_email: `ops@journey-${mode}.example`,
  idempotency_key: `journey-${mode}`,
};
const registered = await ok('register_client', registration);
const again = await ok('register_client', registration);
assert.equal(again.client.client_id, registered.client.client_id);
const { client_id, version } = registered.client;
const updated = await ok('update_client_info', { client_id, version, contract_value: 90000 });
assert.equal(updated.client.contract_value_amount, 90000);
const stale = await refused('update_client_info', { client_id, version, contract_value: 1 });
assert.equal(stale.code, 'conflict');
const unknown = await refused('get_client_overview', { client_id: 'Jorney Ltd' });
assert.equal(unknown.code, 'not_found');

// The whole portfolio, scored by the worker.
let scoring = await ok('calculate_health_score', { wait_seconds: 0 });
while (scoring.job) {
  const answer = await ok('get_job', { job_id: scoring.job.job_id, wait_seconds: 25 });
  assert(['queued', 'working', 'completed'].includes(answer.job.status), JSON.stringify(answer));
  scoring = answer.result ?? scoring;
  if (answer.result) break;
}
assert(scoring.client_count >= names.size - 1, JSON.stringify(scoring));
const scored = await ok('get_client_overview', { client_id: first.client_id, sections: ['health'] });

await client.close();
console.log(
  JSON.stringify({
    tools: tools.map((tool) => tool.name),
    pages,
    clients: names.size,
    scored: scoring.scored_count,
    health: scored.health,
  }),
);
