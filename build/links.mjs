// Follows every relative link of every page of Markdown: the file must be there, and so must the heading that an anchor names.
//   node build/links.mjs
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const withoutBlocks = text => text.replace(/^ *(?:\d+\. |- )?(```|~~~)[^]*?^ *\1$/gm, '');

/** Anchors of a page's headings, as GitHub makes them. */
export function anchors(text) {
  const seen = new Map();
  return new Set([...withoutBlocks(text).matchAll(/^#{1,6} +(.*?) *#*$/gm)].map(([, heading]) => {
    const slug = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/ /g, '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  }));
}

/** Targets of links that are not addresses. */
export function targets(text) {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g), ...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm)]
    .map(([, target]) => target).filter(target => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** Links of a page that lead nowhere. */
export function broken(page, text, pageText = path => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)) {
  return targets(text).filter(target => {
    const [path, anchor] = target.split('#').map(decodeURIComponent);
    const file = path === '' ? page : join(dirname(page), path);
    if (anchor !== undefined && file.endsWith('.md')) return !anchors(file === page ? text : pageText(file) ?? '').has(anchor);
    return file !== page && !existsSync(file);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {cwd: home, encoding: 'utf8'})
    .split('\n').filter(page => page !== '' && existsSync(join(home, page)));
  let links = 0;
  for (const page of pages) {
    const text = readFileSync(join(home, page), 'utf8');
    links += targets(text).length;
    for (const target of broken(join(home, page), text)) {
      console.error(`${page}: ${target} leads nowhere`);
      process.exitCode = 1;
    }
  }
  if (!process.exitCode) console.log(`links: ${links} on ${pages.length} pages, all lead somewhere`);
}
