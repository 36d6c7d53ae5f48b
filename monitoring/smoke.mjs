// Is a deployment of use to a client? Begins a session as MCP clients do, asks for the tools and reads a page of clients:
//   CS_API_KEY=… node monitoring/smoke.mjs https://cs.example.com/mcp
// The key needs cs:read. Changes nothing. Exits with 1, and says at which step, where an answer is not what a client needs.
const [address] = process.argv.slice(2);
const key = process.env.CS_API_KEY;
if (!address || !key) {
  console.error('CS_API_KEY=… node monitoring/smoke.mjs https://HOST/mcp');
  process.exit(2);
}

let session;
let version;

/** One message of JSON-RPC; its result, where it is one that is answered. A long answer comes as a stream of events, the last of them the result. */
async function send(method, params, isNotification = false) {
  const answer = await fetch(address, {
    method: 'POST',
    signal: AbortSignal.timeout(30000),
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(session && {'Mcp-Session-Id': session}),
      ...(version && {'MCP-Protocol-Version': version}),
    },
    body: JSON.stringify({jsonrpc: '2.0', method, params, ...(!isNotification && {id: 1})}),
  });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${method}: HTTP ${answer.status} ${body.slice(0, 300)}`);
  session = answer.headers.get('Mcp-Session-Id') ?? session;
  if (isNotification) return undefined;
  const message = JSON.parse(answer.headers.get('Content-Type')?.startsWith('text/event-stream')
    ? body.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5)).findLast(data => data.includes('"id"'))
    : body);
  if (message.error) throw new Error(`${method}: ${JSON.stringify(message.error)}`);
  return message.result;
}

try {
  const {serverInfo, protocolVersion} = await send('initialize',
    {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'smoke', version: '1'}});
  version = protocolVersion;
  await send('notifications/initialized', {}, true);
  const {tools} = await send('tools/list', {});
  if (!tools.some(tool => tool.name === 'list_clients')) throw new Error(`tools/list: no list_clients among ${tools.length}`);
  const {isError, structuredContent, content} = await send('tools/call', {name: 'list_clients', arguments: {limit: 1}});
  if (isError || !Array.isArray(structuredContent?.items)) throw new Error(`list_clients: ${JSON.stringify(content)}`);
  console.log(`smoke: ${serverInfo.name} ${serverInfo.version} (${version}): ${tools.length} tools, ${structuredContent.items.length} of its clients read`);
} catch (failure) {
  console.error(`smoke: ${failure.message}`);
  process.exitCode = 1;
}
