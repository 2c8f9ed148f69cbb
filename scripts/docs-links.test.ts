import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PICTURES } from './doc-pictures.ts';

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

/** What the README leads to, over any number of links: pages, other files, and links that lead nowhere. */
const follow = (start: string) => {
  const reached = new Set<string>();
  const shown = new Set<string>();
  const broken: string[] = [];
  const open = [path.join(root, start)];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (reached.has(page)) continue;
    reached.add(page);
    for (const link of linksOf(readFileSync(page, 'utf8'))) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.resolve(path.dirname(page), file);
      if (!target.endsWith('.md')) {
        if (existsSync(target)) shown.add(target);
        else broken.push(`${inProject(page)} → ${link}`);
        continue;
      }
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
  const inside = (files: Set<string>) => new Set([...files].map(inProject));
  return { reached: inside(reached), shown: inside(shown), broken };
};

const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => inProject(path.join(root, folder, name)));
const documents = ['.', 'docs', 'docs/adr', 'docs/console', 'docs/protocol'].flatMap(pagesIn);
const decisions = documents.filter((name) => /^docs\/adr\/\d{4}-/u.test(name));

test('every document can be reached from the README, and no link leads nowhere', () => {
  const { reached, broken } = follow('README.md');
  expect(broken).toEqual([]);
  expect(documents.filter((document) => !reached.has(document))).toEqual([]);
});

test('every picture of the documents is one that a test makes, and is shown', () => {
  const pictures = readdirSync(path.join(root, 'docs/pictures')).toSorted();
  expect(pictures).toEqual(
    Object.keys(PICTURES)
      .map((name) => `${name}.png`)
      .toSorted(),
  );
  const { shown } = follow('README.md');
  expect(pictures.filter((name) => !shown.has(`docs/pictures/${name}`))).toEqual([]);
});

test('every decision has its date and its status under its title, and a line in the index', () => {
  const link = '\\[\\d+\\]\\(\\d{4}-[a-z0-9-]+\\.md\\)';
  const line = new RegExp(
    `^# \\d+\\. .+\\n\\n\\d{4}-\\d{2}-\\d{2} · (accepted( · changed by ${link}(, ${link})*)?|superseded by ${link})\\n\\n`,
    'u',
  );
  const index = linksOf(readFileSync(path.join(root, 'docs/adr/README.md'), 'utf8'));
  expect(decisions.length).toBeGreaterThan(30);
  expect(
    decisions.filter((name) => !line.test(readFileSync(path.join(root, name), 'utf8'))),
  ).toEqual([]);
  expect(decisions.filter((name) => !index.includes(path.basename(name)))).toEqual([]);
});

test('what CONTRIBUTING.md names is there', () => {
  const page = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const named = [...page.matchAll(/`([\w.-]+\/[\w./-]+)`/gu)].flatMap(([, name = '']) =>
    /NAME|NNNN/u.test(name) || !/\.\w+$|\/$|^\.ci\//u.test(name) ? [] : [name],
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});
