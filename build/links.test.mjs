// What links.mjs has to find: node --test build/links.test.mjs
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {anchors, broken, targets} from './links.mjs';

const here = fileURLToPath(import.meta.url);

test('a file that is not there is found', () => assert.deepEqual(broken(here, '[a](links.mjs) [b](none.mjs)'), ['none.mjs']));
test('a heading that is not there is found', () => assert.deepEqual(broken('/p/a.md', '# A *b* `c`: d\n[x](#a-b-c-d) [y](#e)'), ['#e']));
test("another page's headings are read", () => assert.deepEqual(broken('/p/a.md', '[x](b.md#one-1) [y](b.md#two)', () => '## One\n## One\n'), ['b.md#two']));
test('blocks hold neither links nor headings', () => {
  assert.deepEqual(targets('```sh\n[a](b)\n```\n`[c](d)` [e](f)'), ['f']);
  assert.deepEqual([...anchors('```sh\n# no\n```\n# yes')], ['yes']);
});
test('addresses are not followed', () => assert.deepEqual(targets('[a](https://example.com) [b](mailto:a@example.com)'), []));
