// A collector for people: takes spans as the product sends them (OTLP over HTTP, protobuf) and prints each call with its parts as a tree,
// the jobs that it asked for under it, in whichever process they ran:
//   node monitoring/trace.mjs [NAME]     only calls whose name contains NAME; docs/operating.md shows how to use it
import {createServer} from 'node:http';

const [port, quiet] = [4318, 3000]; // ms without spans, after which a tree counts as whole
const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
const wanted = process.argv[2] ?? '';
const spans = new Map(); // by id

/** The fields of a protobuf message: number -> values, which are numbers or bytes. */
function fields(bytes) {
  const found = {};
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const type = tag & 7;
    let value;
    if (type === 0) value = varint();
    else {
      const length = type === 1 ? 8 : type === 5 ? 4 : varint();
      value = bytes.subarray(at, (at += length));
    }
    (found[tag >> 3] ??= []).push(value);
  }
  return found;
}

const hex = bytes => Buffer.from(bytes ?? []).toString('hex');
const instant = bytes => Number(Buffer.from(bytes).readBigUInt64LE()) / 1e6; // ms

/** Attributes that are texts or whole numbers, as all of the product's are. */
function attributes(list = []) {
  return Object.fromEntries(list.map(each => {
    const {1: [key], 2: [value]} = fields(each);
    const {1: text, 3: number} = fields(value);
    return [key.toString(), text ? text[0].toString() : number?.[0]];
  }));
}

// The numbers are those of opentelemetry/proto/trace/v1/trace.proto.
function receive(body) {
  for (const resourceSpans of fields(body)[1] ?? []) {
    const {1: [resource], 2: scopes} = fields(resourceSpans);
    const service = attributes(fields(resource)[1])['service.name'];
    for (const span of (scopes ?? []).flatMap(scope => fields(scope)[2] ?? [])) {
      const {2: id, 4: parent, 5: name, 6: kind, 7: begin, 8: end, 9: about, 13: links, 15: status} = fields(span);
      spans.set(hex(id[0]), {
        service,
        parent: hex(parent?.[0]),
        asked: (links ?? []).map(link => hex(fields(link)[2][0])),
        name: name[0].toString(),
        kind: kinds[kind?.[0] ?? 0],
        begin: instant(begin[0]),
        millis: instant(end[0]) - instant(begin[0]),
        about: attributes(about),
        failed: status !== undefined && fields(status[0])[3]?.[0] === 2,
      });
    }
  }
}

function line(depth, span, millis, from) {
  const what = `${'  '.repeat(depth)}${span.asked.length > 0 ? '~ ' : ''}${span.name}${span.failed ? ` (${span.about['error.type'] ?? 'failed'})` : ''}`;
  console.log(`${what.padEnd(68)} ${from.toFixed(1).padStart(8)} +${millis.toFixed(1).padStart(7)} ms  ${span.service} ${span.kind}`);
}

function print(depth, id, root) {
  const span = spans.get(id);
  line(depth, span, span.millis, span.begin - root.begin);
  [...spans].filter(([, each]) => each.parent === id || each.asked.includes(id))
    .sort(([, a], [, b]) => a.begin - b.begin)
    .forEach(([each]) => print(depth + 1, each, root));
}

/** Roots are calls; what else has no parent here is a part whose whole was not sent. */
function trees() {
  for (const [id, span] of spans) {
    if (!spans.has(span.parent) && span.asked.length === 0 && span.name.includes(wanted)) {
      console.log();
      print(0, id, span);
    }
  }
  spans.clear();
}

let timer;
createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk)).on('end', () => {
    receive(Buffer.concat(chunks));
    clearTimeout(timer);
    timer = setTimeout(trees, quiet);
    response.writeHead(200, {'Content-Type': 'application/x-protobuf'}).end();
  });
}).listen(port, '127.0.0.1', () => console.log(`spans are taken at http://127.0.0.1:${port}/v1/traces; begin, after the call's, and how long; ~ is a trace of its own`));
