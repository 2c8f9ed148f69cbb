import fc from 'fast-check';
import { expect, test } from 'vitest';
import { err, ok } from '../../result.ts';
import { ALPHABET } from '../code/alphabet.ts';
import { makeDeliveryCode } from '../code/delivery-code.ts';
import type { Instant, ShortId } from '../ids.ts';
import {
  PAGE_LANGUAGES,
  type PageFacts,
  readPageFragment,
  writePageFragment,
} from './page-fragment.ts';

const MINUTE = 60_000;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const anyOffset = fc.integer({ min: -56, max: 56 }).map((steps) => steps * 15);
const anyFacts: fc.Arbitrary<PageFacts> = fc
  .record({
    shortId: fc
      .array(fc.constantFrom(...ALPHABET), { minLength: 6, maxLength: 6 })
      .map((symbols) => symbols.join('') as ShortId),
    code: fc.uint8Array({ minLength: 9, maxLength: 9 }).map(makeDeliveryCode),
    minute: fc.nat(2 ** 25 - 1),
    window: fc.nat(199),
    validity: fc.nat(2 ** 17 - 1),
    offsets: fc.tuple(anyOffset, anyOffset),
    language: fc.constantFrom(null, ...PAGE_LANGUAGES),
  })
  .map(({ minute, window, validity, ...facts }) => {
    const from = Date.UTC(2026, 0, 1) + minute * MINUTE;
    return {
      ...facts,
      from: from as Instant,
      to: (from + window * 5 * MINUTE) as Instant,
      notAfter: (from + validity * MINUTE) as Instant,
    };
  });
const anyFragment = anyFacts.map((facts) => writePageFragment(facts) ?? 'none was written');

const [FACTS] = fc.sample(anyFacts, { numRuns: 1, seed: 12 });
if (FACTS === undefined) throw new Error('there are no facts');

test('what is written is read again, from 27 letters and digits', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const fragment = writePageFragment(facts);
      expect(fragment).toMatch(/^1[0-9A-Za-z]{26}$/);
      expect(readPageFragment(`#${fragment}`)).toEqual(ok(facts));
    }),
  );
});

test('version 1 stays as it is: links are out', () => {
  const facts: PageFacts = {
    shortId: '7K2QF9' as ShortId,
    code: makeDeliveryCode(Uint8Array.from([20, 7, 23, 13, 9, 2, 20, 29, 4])),
    from: Date.UTC(2026, 6, 3, 11) as Instant,
    to: Date.UTC(2026, 6, 3, 13) as Instant,
    notAfter: Date.UTC(2026, 6, 3, 18) as Instant,
    offsets: [120, 120],
    language: 'de',
  };
  expect(writePageFragment(facts)).toBe('1REhSi6GWDHessU2zJF0HCQ2wCQ');
  expect(readPageFragment('1REhSi6GWDHessU2zJF0HCQ2wCQ')).toEqual(ok(facts));
});

test('neither the code nor the short id can be read off a fragment', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const fragment = writePageFragment(facts) ?? '';
      for (const secret of [facts.shortId, String.fromCharCode(...facts.code)]) {
        expect(fragment).not.toContain(secret);
      }
    }),
  );
});

test('a changed character, and two that are swapped, are damage', () => {
  fc.assert(
    fc.property(
      anyFragment,
      fc.integer({ min: 1, max: 26 }),
      fc.constantFrom(...DIGITS),
      (fragment, at, digit) => {
        const replaced = `${fragment.slice(0, at)}${digit}${fragment.slice(at + 1)}`;
        const [one = '', two = ''] = fragment.slice(at);
        const swapped = `${fragment.slice(0, at)}${two}${one}${fragment.slice(at + 2)}`;
        for (const wrong of [replaced, swapped]) {
          if (wrong !== fragment) expect(readPageFragment(wrong)).toEqual(err('damaged'));
        }
      },
    ),
  );
});

test('a fragment that is cut short, or goes on, is damage', () => {
  fc.assert(
    fc.property(anyFragment, fc.integer({ min: 1, max: 26 }), (fragment, length) => {
      expect(readPageFragment(fragment.slice(0, length))).toEqual(err('damaged'));
      expect(readPageFragment(`${fragment}a`)).toEqual(err('damaged'));
    }),
  );
});

test.each([
  '.',
  ',',
  ')',
  '&utm_source=x',
  ':~:text=x',
  '%E2%80%8B',
  '\u202e',
  '"',
  ' is the link',
])('what is set off behind a fragment is ignored: %s', (behind) => {
  expect(readPageFragment(`#${writePageFragment(FACTS)}${behind}`)).toEqual(ok(FACTS));
});

test.each([
  ['#', 'none'],
  ['', 'none'],
  [`#2${'a'.repeat(30)}`, 'newer'],
  [`#9${'Z'.repeat(15)}`, 'newer'],
  ['#2', 'damaged'],
  ['#top', 'damaged'],
  ['#7K2QF9MX4D', 'damaged'],
  [`#1${'0'.repeat(25)}1`, 'damaged'],
  [`#1${'z'.repeat(26)}`, 'damaged'],
  ['#<img src=x onerror=alert(1)>', 'damaged'],
  ['#javascript:alert(1)', 'damaged'],
  ['#\u202e\u2066', 'damaged'],
  ['#%FF%FE%00', 'damaged'],
  ['#\ud800', 'damaged'],
  ['#__proto__', 'damaged'],
] as const)('%j is refused: %s', (fragment, problem) => {
  expect(readPageFragment(fragment)).toEqual(err(problem));
});

test('a huge fragment is refused without being read to its end', () => {
  const huge = `#1${'0'.repeat(20_000_000)}`;
  const start = performance.now();
  for (let times = 0; times < 1_000; times++) readPageFragment(huge);
  // Reading it once takes longer.
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('whatever stands there, it is read as facts in their range or refused', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(...DIGITS), { minLength: 26, maxLength: 26 })
      .map((d) => `1${d.join('')}`),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const read = readPageFragment(text);
      if (read.ok) expect(readPageFragment(writePageFragment(read.value) ?? '')).toEqual(read);
    }),
  );
});

test.each([
  ['a time before 2026', { from: Date.UTC(2025, 11, 31) }],
  ['a time in 2190', { from: Date.UTC(2190, 0, 1), to: Date.UTC(2190, 0, 1) }],
  ['a window that ends before it begins', { to: FACTS.from - 10 * MINUTE }],
  ['a window of a day', { to: FACTS.from + 1_440 * MINUTE }],
  ['an end before the start', { notAfter: FACTS.from - MINUTE }],
  ['a code that is good for half a year', { notAfter: FACTS.from + 180 * 1_440 * MINUTE }],
  ['clocks that differ by seven minutes', { offsets: [7, 0] }],
  ['clocks that differ by a day', { offsets: [1_440, 0] }],
])('%s is not written', (_name, changed) => {
  expect(writePageFragment({ ...FACTS, ...changed } as PageFacts)).toBeNull();
});
