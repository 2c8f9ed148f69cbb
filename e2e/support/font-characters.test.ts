import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { charactersOf } from './font-characters.ts';

const fonts = path.resolve(import.meta.dirname, '../../node_modules/@fontsource-variable');
const read = (file: string) => charactersOf(readFileSync(path.join(fonts, file)));
const has = (characters: ReadonlySet<number>, text: string) =>
  [...text].filter((character) => characters.has(character.codePointAt(0) ?? 0)).join('');

test.each([
  [
    'atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
    'Aaéß0',
    'ąق✓語',
  ],
  [
    'atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-ext-wght-normal.woff2',
    'ąęłżź',
    'ق✓語',
  ],
  ['noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2', 'قضية', 'Aą✓語'],
])('the characters of %s are read from the file', (file, present, missing) => {
  const characters = read(file);
  expect(has(characters, present)).toBe(present);
  expect(has(characters, missing)).toBe('');
});

test('what is no font is not taken for one without characters', () => {
  expect(() => charactersOf(new Uint8Array(100))).toThrow('no WOFF2');
});
