// What check.mjs has to find in a workflow: node --test build/actionlint/check.test.mjs
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const check = join(dirname(fileURLToPath(import.meta.url)), 'check.mjs');
const workflow = `name: try
on:
  push:
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: |
          echo "$GITHUB_SHA"
  two:
    needs: one
    uses: ./.github/workflows/deploy.yml
    with:
      environment: staging
      version: "1"
      api_digest: a
      worker_digest: b
`;

function run(text) {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  const file = join(folder, 'try.yml');
  writeFileSync(file, text);
  const {status, stderr} = spawnSync('node', [check, file], {encoding: 'utf8'});
  rmSync(folder, {recursive: true});
  return {status, stderr};
}

const finds = (from, to, what) => {
  const {status, stderr} = run(workflow.replace(from, to));
  assert.equal(status, 1);
  assert.match(stderr, what);
};

test('a workflow that is well has no fault', () => assert.deepEqual(run(workflow), {status: 0, stderr: ''}));
test('an unknown key is found', () => finds('runs-on:', 'run-on:', /run-on/));
test('a job that is needed and not there is found', () => finds('needs: one', 'needs: none', /none/));
test('an expression that does not hold is found', () => finds('"$GITHUB_SHA"', '"${{ git.sha }}"', /undefined variable "git"/));
test('an input that a called workflow does not take is found', () => finds('version: "1"', 'tag: "1"', /takes api_digest,environment,version,worker_digest|takes .*version/));
test('a mistake in a script is found, where there is shellcheck', {skip: spawnSync('shellcheck', ['--version']).status !== 0}, () =>
  finds('"$GITHUB_SHA"', '$GITHUB_SHA', /SC2086/));
