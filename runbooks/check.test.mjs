// Every check of check.mjs can fail: node --test runbooks/check.test.mjs
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {alerts, check, commands, faultOf, faultsOf, figures, named} from './check.mjs';

const known = figures('| `job_workers`, `job_wait_seconds` | | workers |\n| `database_pool_active`, `_idle` | `pool` | pools |', '- record: cs:jobs:ratio');
const page = `# CsNoWorker

## Meaning

None.

## Impact

Much.

## Confirm

1. Is there one?

   \`\`\`promql
   max(job_workers)
   \`\`\`

## Fix

\`\`\`sh
kubectl scale -n cs deployment/cs-mcp-worker --replicas=2
./cs-mcp api-key rotate key_ID --overlap 7d | grep key
\`\`\`

## Prevent

Two.
`;
const faults = (from, to) => faultsOf('CsNoWorker', page.replace(from, to), known);

test('a page that is well has no fault', () => assert.deepEqual(faultsOf('CsNoWorker', page, known), []));
test('the runbooks have none', () => assert.deepEqual(check().faults, []));

test('another heading is found', () => assert.match(faults('# CsNoWorker', '# CsNoWork')[0], /heading/));
test('a section that is missing is found', () => assert.match(faults('## Impact\n\nMuch.\n\n', '')[0], /sections/));
test('a section that is empty is found', () => assert.match(faults('Two.\n', '')[0], /Prevent is empty/));
test('a page with nothing to confirm by is found', () => assert.match(faults(/ {3}```promql[^`]*```/, 'Look.')[0], /nothing to run/));
test('PromQL that does not parse is found', () => assert.match(faults('max(job_workers)', 'max(job_workers')[0], /promtool/));
test('a figure that there is not is found', () => assert.match(faults('job_workers', 'job_workers_count')[0], /no figure job_workers_count/));
test('a block of no known kind is found', () => assert.match(faults('```promql', '```')[0], /a block is/));
test('an unknown program is found', () => assert.match(faults('kubectl scale', 'kubctl scale')[0], /kubctl/));
test('an unknown verb is found', () => assert.match(faults('kubectl scale', 'kubectl rescale')[0], /rescale/));
test('an object that the chart has not is found', () => assert.match(faults('cs-mcp-worker', 'cs-mcp-workers')[0], /chart has no/));
test('a command that ./cs-mcp has not is found', () => assert.match(faults('api-key rotate', 'api-keys rotate')[0], /api-keys/));
test('a command that api-key has not is found', () => assert.match(faults('api-key rotate', 'api-key turn')[0], /turn/));
test('an option that a script has not is found', () => assert.match(faults('--overlap', '--overlaps')[0], /--overlaps/));
test('a program behind a pipe is looked at', () => assert.match(faults('| grep', '| grip')[0], /grip/));
test('a file that is not there is found', () => assert.match(faultOf(['node', 'monitoring/none.mjs']), /monitoring\/none/));

test('commands are cut at pipes, lines and ands, and variables before them left out', () => assert.deepEqual(
  commands("A=1 psql \"$DB\" -c 'select 1; select 2' && \\\n  jq . # so\ngrep x"), [['psql', '"$DB"', '-c', "'select 1; select 2'"], ['jq', '.'], ['grep', 'x']]));
test('figures are told from functions, labels and strings', () => assert.deepEqual(
  named('sum by (instance) (rate(a_total{b="c"}[5m])) / on (x) group_left (y) cs:d:e > 3 and up'), ['a_total', 'cs:d:e', 'up']));
test('figures are those of the list', () => {
  for (const name of ['job_workers', 'job_wait_seconds_bucket', 'database_pool_idle', 'cs:jobs:ratio', 'up']) assert.ok(known.has(name), name);
});
test('alerts have their pages', () => assert.deepEqual(
  alerts('      - alert: CsA\n        expr: 1\n        annotations:\n          runbook_url: runbooks/CsA.md\n'), [{name: 'CsA', page: 'runbooks/CsA.md'}]));
