import { expect, test } from 'vitest';
import { type Field, makeBurst } from './burst.ts';

const digits: Field = { takes: (key) => /[0-9]/.test(key), places: 6 };
const code: Field = { takes: (key) => /[0-9A-Za-z]/.test(key) && !/u/i.test(key), places: 10 };
const nowhere: Field = { takes: () => false, places: 0 };

const typed = (text: string, field: Field, gap: number) => {
  const burst = makeBurst();
  const said = [...text].map((key, i) => burst.put(key, i * gap, field));
  return { said, text: String.fromCharCode(...burst.end()) };
};

test.each([
  ["a customer's QR where digits are asked for", 'KS1/4F7KQ2/K7QD92MX4T', digits],
  ["a customer's QR where a code is asked for", 'KS1/4F7KQ2/K7QD92MX4T', code],
  ['a label of digits where fewer are asked for', '340123450000000018', digits],
  ['a label of digits where a code is asked for', '340123450000000018', code],
  ['a label where nothing is typed', 'LABEL-16', nowhere],
])('%s is a scan, by its speed', (_name, text, field) => {
  const { said, text: taken } = typed(text, field, 4);
  expect(said.at(-1)).toBe('scan');
  expect(taken).toBe(text);
});

test.each([
  ['KS1/4F7KQ2/K7QD92MX4T', digits],
  ['340123450000000018', code],
])('the same by hand is typing: %s', (text, field) => {
  expect(typed(text, field, 60).said).not.toContain('scan');
});

test('what fits where it goes is typing, however fast: it does the same', () => {
  expect(typed('K7QD9-2MX4T', code, 2).said).not.toContain('scan');
  expect(typed('123456', digits, 2).said).not.toContain('scan');
});

test('a pause begins anew, and nothing of before is kept', () => {
  const burst = makeBurst();
  for (const [i, key] of [...'KS1/4F7KQ2'].entries()) burst.put(key, i, nowhere);
  expect(burst.isScan()).toBe(true);
  expect(burst.goesOn(200)).toBe(false);
  expect(burst.put('A', 200, nowhere)).toBe('typing');
  expect([...burst.end()]).toEqual([0x41]);
});

test('no more is kept than a symbol has', () => {
  expect(typed('A'.repeat(5_000), nowhere, 1).text).toHaveLength(1_027);
});
