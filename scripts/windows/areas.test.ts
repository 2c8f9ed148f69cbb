import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AREAS, areaOf } from './areas.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

test('a file of tests is in the area that names it, however its path is written', () => {
  expect(areaOf('electron/settings/settings-file.test.ts')).toBe('files');
  expect(areaOf('shared\\protocol\\log\\chain.test.ts')).toBe('shared');
  expect(areaOf('central/src/app.test.ts')).toBeNull();
});

test.each(Object.entries(AREAS))('the area %s names only files that there are', (_, patterns) => {
  for (const pattern of patterns) expect(globSync(pattern, { cwd: root })).not.toEqual([]);
});
