// Holds the runbooks against what they speak of: each alert has its page, with the five sections; each shell command is a known program or a
// script of the repository that has these options; each PromQL parses and is of figures that there are. Needs promtool. SQL is
// prepared by RunbookStatementsDaoTest, links are followed by build/links.mjs.
//   node runbooks/check.mjs
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const sections = ['Meaning', 'Impact', 'Confirm', 'Fix', 'Prevent'];

// Programs that whoever is on call has, with the verbs of those that have some.
const programs = {
  cp: null, curl: null, docker: ['build', 'compose', 'push'], git: ['push', 'tag'], cosign: ['verify'], grep: null, jq: null, java: null, node: null, openssl: null,
  helm: ['history', 'rollback', 'template', 'test', 'uninstall', 'upgrade'],
  kubectl: ['apply', 'create', 'debug', 'describe', 'diff', 'exec', 'get', 'logs', 'port-forward', 'rollout', 'scale', 'top'],
  pg_basebackup: null, pg_ctl: null, pg_isready: null, pg_receivewal: null, pg_rewind: null, pg_verifybackup: null, psql: null,
  'redis-cli': null, touch: null,
};

/** Figures that are not the product's own: Prometheus', blackbox-exporter's, the JVM's. */
const others = ['up', 'probe_ssl_earliest_cert_expiry', 'jvm_attribute_uptime'];

const read = path => readFileSync(join(home, path), 'utf8');

/** Alerts and where each says its page is. */
export function alerts(rules) {
  return [...rules.matchAll(/- alert: (\w+)\n((?: {8}.*\n)+)/g)]
    .map(([, name, body]) => ({name, page: /runbook_url: (\S+)/.exec(body)?.[1]}));
}

/** The names of figures that the documentation lists and that rules record. */
export function figures(documented, recorded) {
  const names = new Set(others);
  for (const [, cell] of documented.matchAll(/^\| (`[^|]+) \|/gm)) {
    const listed = [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
    for (const name of listed) {
      // `database_pool_active`, `_idle`: the second has the first's beginning.
      names.add(name);
      if (name.startsWith('_')) for (let head = listed[0]; head.includes('_'); head = head.slice(0, head.lastIndexOf('_'))) names.add(head + name);
    }
  }
  for (const name of [...names]) {
    if (name.endsWith('_seconds')) for (const part of ['_bucket', '_sum', '_count']) names.add(name + part);
  }
  for (const [, name] of recorded.matchAll(/- record: (\S+)/g)) names.add(name);
  return names;
}

/** Fenced blocks: language, text without the indentation of its list, line of its first line. */
export function blocks(text) {
  const found = [];
  let open;
  text.split('\n').forEach((line, at) => {
    const fence = /^( *(?:\d+\. |- )?)```(\w*)$/.exec(line);
    if (fence && !open) open = {indent: fence[1].length, language: fence[2], lines: [], line: at + 2};
    else if (open && line.trim() === '```') {
      found.push({language: open.language, text: open.lines.join('\n'), line: open.line});
      open = undefined;
    } else if (open) open.lines.push(line.slice(open.indent));
  });
  if (open) found.push({language: 'unclosed', text: '', line: open.line});
  return found;
}

/** Figures that an expression names. */
export function named(expression) {
  const bare = expression.replace(/"[^"]*"/g, '').replace(/\{[^}]*\}/g, '').replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([name]) => name)
    .filter(name => !['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan'].includes(name.toLowerCase()));
}

/** Commands of a line of shell, each as its words; quotes are kept together, what they run in $( ) is not looked at. */
export function commands(script) {
  const words = script.replace(/\\\n\s*/g, ' ').replace(/#.*$/gm, '')
    .match(/(?:"[^"]*"|'[^']*'|[^\s|;&"'])+|[|;&]+|\n/g) ?? [];
  const all = [[]];
  for (const word of words) {
    if (/^([|;&]+|\n)$/.test(word)) all.push([]);
    else if (all.at(-1).length > 0 || !/^\w+=/.test(word)) all.at(-1).push(word);
  }
  return all.filter(command => command.length > 0);
}

function script(words) {
  const [path, ...rest] = words;
  if (!existsSync(join(home, path))) return `there is no ${path}`;
  const [verb, second] = rest;
  const isMany = path === './cs-mcp';
  let help;
  try {
    help = execFileSync(join(home, path), isMany ? [verb, '--help'] : ['--help'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
  } catch {
    return `${path} ${isMany ? verb : ''} --help fails`;
  }
  const unknown = rest.filter(word => /^--[a-z]/.test(word)).map(word => word.split('=')[0]).filter(option => !help.includes(option));
  if (unknown.length > 0) return `${path} has no ${unknown}`;
  if (isMany && ['api-key', 'audit', 'usage', 'demo', 'integration', 'job', 'person'].includes(verb) && !help.includes(`${verb} ${second}`)) return `./cs-mcp ${verb} has no ${second}`;
  return undefined;
}

/** The chart's object, by the name that its templates give it. */
function isInChart(kind, name) {
  const templates = readdirSync(join(home, 'helm/cs-mcp/templates'), {recursive: true}).filter(file => file.endsWith('.yaml'))
    .map(file => read(`helm/cs-mcp/templates/${file}`));
  const wanted = {deployment: 'Deployment', service: 'Service', job: 'Job'}[kind];
  return templates.some(text => text.includes(`kind: ${wanted}\n`) && text.includes(`name: {{ include "cs-mcp.name" . }}-${name}\n`));
}

/** What is wrong with a command; nothing where it is well. */
export function faultOf(words) {
  const [program, verb] = words;
  if (program.includes('/')) return script(words);
  if (!(program in programs)) return `${program} is no program that we know of`;
  if (programs[program] && !programs[program].includes(verb)) return `${program} ${verb} is no command that we know of`;
  for (const word of words.slice(1)) {
    if (/^(backup|benchmarks|build|docs|helm|monitoring|runbooks)\/\S+$/.test(word) && !existsSync(join(home, word))) return `there is no ${word}`;
    const object = /^(deployment|service|job)\/cs-mcp-([a-z-]+)$/.exec(word);
    if (object && !isInChart(object[1], object[2])) return `the chart has no ${word}`;
  }
  return undefined;
}

function parses(expression) {
  const folder = mkdtempSync(join(tmpdir(), 'promql-'));
  try {
    const file = join(folder, 'rules.yml');
    writeFileSync(file, JSON.stringify({groups: [{name: 'runbooks', rules: [{record: 'asked', expr: expression}]}]}));
    execFileSync('promtool', ['check', 'rules', file], {stdio: 'pipe'});
    return true;
  } catch (failure) {
    if (failure.code === 'ENOENT') throw new Error('needs promtool', {cause: failure});
    return false;
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** What is wrong with a page. */
export function faultsOf(name, text, known) {
  const faults = [];
  if (/^Cs/.test(name)) {
    if (!text.startsWith(`# ${name}\n`)) faults.push(`its heading is not ${name}`);
    const found = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    if (`${found}` !== `${sections}`) faults.push(`its sections are ${found}, not ${sections}`);
    for (const section of sections) {
      if (!new RegExp(`^## ${section}\n\n\\S`, 'm').test(text)) faults.push(`${section} is empty`);
    }
    if (!/^## Confirm[^]*```[^]*^## Fix/m.test(text)) faults.push('Confirm has nothing to run');
  }
  for (const block of blocks(text)) {
    const at = `line ${block.line}`;
    if (block.language === 'promql') {
      if (!parses(block.text)) faults.push(`${at}: promtool does not take ${block.text}`);
      for (const figure of named(block.text)) if (!known.has(figure)) faults.push(`${at}: there is no figure ${figure}`);
    } else if (block.language === 'sh') {
      for (const words of commands(block.text)) {
        const fault = faultOf(words);
        if (fault) faults.push(`${at}: ${fault}`);
      }
    } else if (!['sql', 'ini'].includes(block.language)) {
      faults.push(`${at}: a block is sh, sql, promql or (lines of a configuration) ini, not ${block.language || 'nothing'}`);
    }
  }
  return faults;
}

export function check() {
  const known = figures(read('docs/operating.md'), read('monitoring/prometheus/recording.rules.yml'));
  const pages = new Map(readdirSync(join(home, 'runbooks')).filter(file => file.endsWith('.md')).map(file => [file.slice(0, -3), read(`runbooks/${file}`)]));
  const faults = [...pages].flatMap(([name, text]) => faultsOf(name, text, known).map(fault => `runbooks/${name}.md: ${fault}`));
  const rules = alerts(read('monitoring/prometheus/alerts.rules.yml'));
  for (const {name, page} of rules) {
    if (page !== `runbooks/${name}.md`) faults.push(`${name}: its runbook_url is ${page}`);
    if (!pages.has(name)) faults.push(`${name} has no page`);
  }
  for (const name of pages.keys()) {
    if (/^Cs/.test(name) && !rules.some(rule => rule.name === name)) faults.push(`runbooks/${name}.md is of no alert`);
  }
  return {faults, pages: pages.size, alerts: rules.length};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {faults, pages, alerts: count} = check();
  faults.forEach(fault => console.error(fault));
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`runbooks: ${pages} pages, ${count} alerts, all well`);
}
