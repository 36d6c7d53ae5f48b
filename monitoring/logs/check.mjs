// Ships the product's lines with the real rsyslogd (Debian: rsyslog) and rsyslog.conf to two listeners of its own:
//   node monitoring/logs/check.mjs [FILE]     lines.ndjson beside this file where none is named
// Each line has to arrive, byte for byte and in order, those of the audit log at their own place only; also those that were written into a
// file that was begun anew, while rsyslogd was away, and while no place listened. There a line may come twice, as shippers promise no better.
import {spawn} from 'node:child_process';
import {appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lines = readFileSync(process.argv[2] ?? join(here, 'lines.ndjson'), 'utf8').split('\n').filter(line => line !== '');
lines.push('Terminating due to java.lang.OutOfMemoryError: Java heap space'); // a JVM's last word is no JSON
const folder = mkdtempSync(join(tmpdir(), 'logs-'));
const log = join(folder, 'api.log');
const sleep = ms => new Promise(done => setTimeout(done, ms));

/** A place that lines are sent to. */
class Place {
  #server;
  #sockets = new Set();
  got = new Set();
  port = 0;

  async open() {
    this.#server = createServer(socket => {
      this.#sockets.add(socket);
      let rest = '';
      socket.setEncoding('utf8').on('data', some => {
        const parts = (rest + some).split('\n');
        rest = parts.pop();
        parts.forEach(line => this.got.add(line));
      }).on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    });
    await new Promise(done => this.#server.listen(this.port, '127.0.0.1', done));
    this.port = this.#server.address().port;
  }

  async close() {
    this.#sockets.forEach(socket => socket.destroy());
    await new Promise(done => this.#server.close(done));
  }
}

const [logs, audit] = [new Place(), new Place()];
const sent = []; // in the order in which they were written
let daemon;

async function ship() {
  daemon = spawn('rsyslogd', ['-n', '-f', join(here, 'rsyslog.conf'), '-i', join(folder, 'pid')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env, CS_LOGS: join(folder, '*.log'), CS_LOGS_STATE: join(folder, 'state'),
      CS_LOGS_HOST: '127.0.0.1', CS_LOGS_PORT: `${logs.port}`, CS_AUDIT_HOST: '127.0.0.1', CS_AUDIT_PORT: `${audit.port}`,
    },
  });
  daemon.on('error', failure => { throw failure; });
}

async function stop() {
  const ended = new Promise(done => daemon.on('exit', done));
  daemon.kill('SIGTERM');
  await ended;
}

const isAudit = line => line.startsWith('{') && JSON.parse(line).logger_name === 'audit';

/** Told apart by their number, so that a line that is sent twice or not at all is seen. */
function write(round) {
  const marked = lines.map((line, i) => line.startsWith('{') ? `${line.slice(0, -1)},"check":"${round} ${i}"}` : `${line} ${round} ${i}`);
  marked.push(`{"logger_name":"long","message":"${'ü'.repeat(100000)}","check":"${round}"}`);
  appendFileSync(log, marked.join('\n') + '\n');
  sent.push(...marked);
}

async function arrived(what) {
  const [atLogs, atAudit] = [sent.filter(line => !isAudit(line)), sent.filter(isAudit)];
  for (const end = Date.now() + 30000; Date.now() < end; await sleep(100)) {
    if (logs.got.size >= atLogs.length && audit.got.size >= atAudit.length) break;
  }
  await sleep(500); // for what must not come
  for (const [name, place, expected] of [['logs', logs, atLogs], ['audit', audit, atAudit]]) {
    const got = [...place.got];
    if (JSON.stringify(got) !== JSON.stringify(expected)) {
      const at = got.findIndex((line, i) => line !== expected[i]); // -1: the last are missing
      throw new Error(`${what}: ${name} got ${got.length} lines of ${expected.length}; instead of\n`
        + `${expected[at]?.slice(0, 300)}\nthere is\n${got[at]?.slice(0, 300)}`);
    }
  }
  console.log(`${what}: ${atLogs.length} lines and ${atAudit.length} of the audit log`);
}

try {
  if (!lines.some(isAudit) || lines.every(isAudit)) throw new Error('lines of both kinds are needed');
  mkdirSync(join(folder, 'state'));
  writeFileSync(log, '');
  await Promise.all([logs.open(), audit.open()]);
  await ship();
  write('listening');
  await arrived('each line');
  renameSync(log, join(folder, 'api.log.1'));
  write('turned');
  await arrived('a file begun anew');
  await stop();
  write('away');
  await ship();
  await arrived('rsyslogd started again');
  await Promise.all([logs.close(), audit.close()]);
  await stop();
  await ship();
  write('nobody listens');
  await sleep(3000);
  await Promise.all([logs.open(), audit.open()]);
  await arrived('places that were gone');
  console.log('logs: all well');
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
} finally {
  await stop();
  rmSync(folder, {recursive: true});
  process.exit();
}
