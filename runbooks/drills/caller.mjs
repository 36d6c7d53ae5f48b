// Calls a product all the time: every 50 ms a read and a write (list_clients, register_client), each not before the one before has ended. At SIGTERM writes what
// became of them: numbers, failures, and how long there was no good answer:
//   CS_API_KEY=… node runbooks/drills/caller.mjs ADDRESS FILE
import {writeFileSync} from 'node:fs';

const [address, file] = process.argv.slice(2);
const run = process.pid;

async function call(name, args) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      signal: AbortSignal.timeout(15000),
      headers: {Authorization: `Bearer ${process.env.CS_API_KEY}`, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'},
      body: JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/call', params: {name, arguments: args}}),
    });
    const text = await answer.text();
    if (!answer.ok) return {fault: `HTTP ${answer.status}`};
    const {result, error} = JSON.parse(text.startsWith('{') ? text : text.split('\n').findLast(line => line.startsWith('data:')).slice(5));
    if (error || result.isError) return {fault: JSON.stringify(error ?? result.structuredContent?.error ?? result.content).slice(0, 200)};
    return {result: result.structuredContent};
  } catch (failure) {
    return {fault: failure.cause?.code ?? failure.name};
  }
}

const reports = {};

async function keepCalling(kind, one) {
  const report = (reports[kind] = {calls: 0, failed: 0, faults: {}, longestGapMillis: 0, lastGoodAt: Date.now(), lastFailedAt: undefined, acknowledged: []});
  for (;;) {
    const {fault, result} = await one(report.calls++);
    const now = Date.now();
    if (fault === undefined) {
      report.longestGapMillis = Math.max(report.longestGapMillis, now - report.lastGoodAt);
      report.lastGoodAt = now;
      if (kind === 'writes') report.acknowledged.push(result.client_id ?? result.client?.client_id);
    } else {
      report.failed++;
      report.lastFailedAt = now;
      report.faults[fault] = (report.faults[fault] ?? 0) + 1;
    }
    await new Promise(done => setTimeout(done, 50));
  }
}

process.on('SIGTERM', () => {
  writeFileSync(file, JSON.stringify(reports));
  process.exit();
});
void keepCalling('reads', n => call('list_clients', {limit: 1, search: `Drill ${n}`}));
void keepCalling('writes', n => call('register_client', {client_name: `Drill ${run} ${n}`}));
