import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const inProject = (file: string): string => path.relative(root, file).split(path.sep).join('/');

/** As GitHub makes the anchor of a heading: small letters, no punctuation, hyphens for blanks. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/gu, '-');

const linksOf = (page: string): string[] =>
  [...page.matchAll(/\]\(([^()\s]+)\)/gu)].flatMap(([, to]) =>
    to === undefined || /^[a-z]+:/u.test(to) ? [] : [to],
  );

/** Every page that the README leads to, over any number of links, and each link that leads nowhere. */
const follow = (start: string) => {
  const reached = new Set<string>();
  const broken: string[] = [];
  const open = [path.join(root, start)];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (reached.has(page)) continue;
    reached.add(page);
    for (const link of linksOf(readFileSync(page, 'utf8'))) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.resolve(path.dirname(page), file);
      if (!target.endsWith('.md')) continue;
      try {
        const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gmu)];
        const anchors = headings.map(([, heading]) => anchorOf(heading ?? ''));
        if (anchor !== undefined && !anchors.includes(anchor)) throw new Error('no such heading');
        open.push(target);
      } catch {
        broken.push(`${inProject(page)} → ${link}`);
      }
    }
  }
  return { reached: new Set([...reached].map(inProject)), broken };
};

const documents = readdirSync(path.join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

test('every document can be reached from the README, and no link leads nowhere', () => {
  const { reached, broken } = follow('README.md');
  expect(broken).toEqual([]);
  expect(documents.filter((document) => !reached.has(document))).toEqual([]);
});
