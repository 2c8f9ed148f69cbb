import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs', 'windows.md'), 'utf8');
const rows = [...page.matchAll(/^\| (W\d+) +\|(.*)\|$/gm)].map(([, id = '', row = '']) => ({
  id,
  files: [...(row.split('|').at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
}));

test('the page for Windows has each of its eighteen findings', () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, n) => `W${n + 1}`));
});

test.each(rows)('$id has a test whose name ends with it, where the page says', ({ id, files }) => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const place = path.join(root, file);
    expect(existsSync(place), file).toBe(true);
    expect(readFileSync(place, 'utf8'), file).toContain(`(${id})`);
  }
});
