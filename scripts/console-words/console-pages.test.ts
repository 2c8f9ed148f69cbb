import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from '../../central/console/words/en.ts';
import { ROOM_WORDS } from '../../central/console/words/room-words.ts';
import { en as settings } from '../../central/console/words/settings/en.ts';
import { leaves, type Tree } from '../../renderer/i18n/leaves.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** What somebody types: an example of a name. */
const TYPED = /^Handheld \d$/u;

const saidByConsole = async (): Promise<readonly string[]> => {
  const rooms = await Promise.all(Object.values(ROOM_WORDS).map((languages) => languages.en()));
  return [en, settings, ...rooms].flatMap((words) =>
    leaves(words as Tree).map(([, text]) => text.replace(/…$/u, '')),
  );
};

/** What the pages of the console set in italics: a button, a room, a role, as the screen says it. */
const quotedIn = (page: string): readonly string[] =>
  [...readFileSync(path.join(root, page), 'utf8').matchAll(/(?<![\w/])_([^_\n]+)_(?!\w)/gu)].map(
    ([, text = '']) => text,
  );

test('what the pages of the console quote, the console says', async () => {
  const said = await saidByConsole();
  const pages = globSync(['docs/console.md', 'docs/console/*.md'], { cwd: root });
  expect(pages).toHaveLength(5);
  const quoted = pages.flatMap((page) => quotedIn(page).map((text) => [page, text] as const));
  expect(quoted.length).toBeGreaterThan(12);
  const unsaid = quoted.filter(
    ([, text]) => !TYPED.test(text) && !said.some((word) => word.startsWith(text)),
  );
  expect(unsaid).toEqual([]);
});
