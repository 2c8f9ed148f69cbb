import { expect, test } from 'vitest';
import { identifierAt, identifierOf } from './application-identifiers.ts';

const every = Array.from({ length: 10_000 }, (_, n) =>
  [2, 3, 4].map((l) => `${n}`.padStart(l, '0')),
)
  .flat()
  .filter((ai) => identifierOf(ai) !== undefined);

test('no identifier is the beginning of another', () => {
  for (const ai of new Set(every)) expect(identifierAt(`${ai}0000`, 0)?.ai).toBe(ai);
});

test('what needs no separator is told by two digits, and so is its length', () => {
  // GS1 General Specifications, figure 7.8.5-2: both digits, and how many characters with them.
  const figure = 'identifiers 00:20 01:16 02:16 03:16 11:8 12:8 13:8 15:8 16:8 17:8 20:4 '
    .concat('31:10 32:10 33:10 34:10 35:10 36:10 41:16')
    .split(' ')
    .slice(1);
  const found = new Set<string>();
  for (const ai of every) {
    const predefined = identifierOf(ai)?.predefined ?? null;
    if (predefined !== null) found.add(`${ai.slice(0, 2)}:${ai.length + predefined}`);
  }
  expect([...found].sort()).toEqual(figure);
});
