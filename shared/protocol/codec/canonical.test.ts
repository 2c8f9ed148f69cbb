import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalOf } from './canonical.ts';

/** What comes of it: a text, or a refusal. */
const outcomeOf = (write: () => string | undefined): string | null => {
  try {
    return write() ?? null;
  } catch {
    return null;
  }
};

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(
    '',
    'a',
    'b',
    '10',
    '9',
    '-1',
    '\\ud',
    '\u20ac',
    '\ufb33',
    '😀',
    '\ud83d',
    '__proto__',
  ),
);
const primitives = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -0,
    1e21,
    1e-7,
    NaN,
    Infinity,
    undefined,
    '\ud800',
    '\\ud800',
  ),
  fc.double(),
  fc.string({ unit: 'binary' }),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    primitives,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** The same value with the members of each object in order, as central sends it. */
const inOrder = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
};

it('writes and refuses what the library does, in order or not', () => {
  fc.assert(
    fc.property(values, (value) => {
      for (const one of [value, inOrder(value)]) {
        expect(outcomeOf(() => canonicalOf(one))).toBe(outcomeOf(() => canonicalize(one)));
      }
    }),
    { numRuns: 2_000 },
  );
});

it('writes what is nested deeply, and what has a form of its own', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 20_000; i++) deep = [deep];
  expect(canonicalOf(deep)).toBe(`${'['.repeat(20_000)}1${']'.repeat(20_000)}`);
  expect(canonicalOf({ a: { toJSON: () => ({ c: 1, b: 2 }) } })).toBe('{"a":{"b":2,"c":1}}');
});

it('refuses a lone surrogate, and takes a text that only looks like one', () => {
  expect(() => canonicalOf({ a: '\ud800' })).toThrow();
  expect(() => canonicalOf({ '\udc00': 1 })).toThrow();
  expect(canonicalOf({ a: '\\ud800' })).toBe('{"a":"\\\\ud800"}');
});

it('refuses a circle', () => {
  const circle: Record<string, unknown> = {};
  circle['a'] = circle;
  expect(() => canonicalOf(circle)).toThrow();
});
