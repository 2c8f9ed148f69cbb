import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../renderer/i18n/languages.ts';
import config from '../vitest.config.ts';

const root = path.resolve(import.meta.dirname, '..');
const MOST_LINES = 300;
/** Neither ours nor written by hand. */
const NOT_OURS = new Set(['node_modules', 'out', 'dist', '.kerbside', '.git']);

/** The files of the repository that one of the globs names, from its root. */
const filesOf = (globs: string[]): string[] =>
  globSync(globs, { cwd: root, exclude: (name) => NOT_OURS.has(path.basename(name)) })
    .map((file) => file.split(path.sep).join('/'))
    .sort();

/** What a project of vitest.config.ts runs. */
const globsOf = (project: unknown): string[] =>
  (project as { readonly test: { readonly include: string[] } }).test.include;

/** As an editor counts them. */
const linesOf = (file: string): number =>
  readFileSync(path.join(root, file), 'utf8').replace(/\n$/, '').split('\n').length;

test(`no file has more than ${MOST_LINES} lines, but for the words of a language and what is generated`, () => {
  const words = new Set(
    ['renderer/i18n', 'central/console/words', 'central/console/words/settings'].flatMap((folder) =>
      Object.keys(LANGUAGES).map((each) => `${folder}/${each}.ts`),
    ),
  );
  words.add('central/client/api.ts');
  const files = filesOf(['**/*.{ts,tsx,mjs,css}']);
  expect(files).toEqual(expect.arrayContaining(['electron/main/index.ts', ...words]));
  const long = files.filter((file) => !words.has(file) && linesOf(file) > MOST_LINES);
  expect(long.map((file) => `${file}: ${linesOf(file)}`)).toEqual([]);
});

test('each test lies where a project of vitest.config.ts runs it', () => {
  const projects = config.test?.projects ?? [];
  expect(projects.length).toBeGreaterThan(0);
  const run = new Set(projects.flatMap((project) => filesOf(globsOf(project))));
  const all = filesOf(['**/*.test.{ts,tsx}']);
  expect(all).toContain('scripts/source-files.test.ts');
  expect(all.filter((file) => !run.has(file))).toEqual([]);
});
