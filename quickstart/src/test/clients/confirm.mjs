// Stops another principal's job, which needs a person's yes, through the official TypeScript client.
// Usage: node confirm.mjs URL KEY auto|pinned|legacy JOB_ID accept|decline PATIENCE_MILLIS
// Prints ASKED and the question when it is asked, answers when a line arrives, and ends with one JSON object.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, key, mode, jobId, action, patience] = process.argv.slice(2);
const negotiation = { auto: 'auto', legacy: 'legacy', pinned: { pin: '2026-07-28' } }[mode];
assert(negotiation, 'the mode is auto, pinned or legacy');
assert(patience > 0, 'the patience is a number of milliseconds');

const client = new Client(
  { name: 'confirm', version: '1.0.0' },
  { versionNegotiation: { mode: negotiation }, capabilities: { elicitation: { form: {} } } },
);
let asked = 0;
client.setRequestHandler('elicitation/create', async (request) => {
  asked += 1;
  console.log(`ASKED ${JSON.stringify(request.params)}`);
  await once(process.stdin, 'data');
  return action === 'accept' ? { action, content: { confirm: true } } : { action };
});
await client.connect(
  new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { Authorization: `Bearer ${key}` } },
  }),
);
let result;
let failure;
try {
  result = await client.callTool(
    { name: 'cancel_job', arguments: { job_id: jobId, wait_seconds: 0 } },
    { timeout: Number(patience) },
  );
} catch (error) {
  failure = String(error);
}
console.log(JSON.stringify({ asked, failure, answer: result?.structuredContent }));
process.exit(0);
