import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { readStrictJson } from './strict-json.ts';

it.each([
  ['{"a":1,"b":[{"a":2},{"a":3}],"c":{"a":{"a":4}}}'],
  [' {"a" : "{\\"a\\":1,\\"a\\":2}", "b": "a"} '],
  ['["a","a",{"a":"a"},"a"]'],
  ['{"a":{},"b":{"a":1}}'],
  ['{"":1," ":2,"A":3,"a":4,"\\u0301":5}'],
  ['"a:"'],
  ['0'],
  ['{"__proto__":1}'],
])('takes %s, as it stands', (text) => {
  expect(readStrictJson(utf8(text))).toEqual({ ok: true, value: JSON.parse(text) });
});

it.each([
  ['{"a":1,"a":1}'],
  ['{"a":1,"b":{"c":[{"d":1,"e":2,"d":3}]}}'],
  ['{"a":1,"\\u0061":2}'],
  ['{"a"\n:1,\t"a" :2}'],
  ['{"a":{"b":1},"c":2,"a":{}}'],
  ['[{"a":[1,"a:",{"x":1}],"a":2}]'],
  ['{"":1,"":2}'],
  ['{"\\"":1,"\\u0022":2}'],
  ['{"\\\\":1,"\\\\":2}'],
  ['{"__proto__":1,"__proto__":2}'],
  ['{"\\ud83d\\ude00":1,"😀":2}'],
])('refuses a member that stands twice: %s (C9)', (text) => {
  expect(readStrictJson(utf8(text))).toEqual({ ok: false, error: 'member-twice' });
});

it('refuses a member that stands twice, though the runtime takes its name for another (C9)', () => {
  // With the V8 of Node.js 24, the second name of the second text is parsed as that of the first.
  for (const text of ['{"b":1,"\\\\":2}', '{"b":1,"\\u0062":2}']) JSON.parse(text);
  const twice = readStrictJson(utf8('{"b":1,"\\u0062":2}'));
  expect(twice).toEqual({ ok: false, error: 'member-twice' });
});

it.each([
  ['a mark in front', new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('{}')]), 'byte-order-mark'],
  ['a mark in front of nothing', new Uint8Array([0xef, 0xbb, 0xbf]), 'byte-order-mark'],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 'not-utf-8'],
  ['a broken letter', new Uint8Array([0x22, 0xc3, 0x22]), 'not-utf-8'],
  ['nothing', new Uint8Array(), 'not-json'],
  ['two values', utf8('{} {}'), 'not-json'],
  ['a comma too many', utf8('[1,]'), 'not-json'],
  ['a comment', utf8('{}//'), 'not-json'],
  ['no number', utf8('NaN'), 'not-json'],
])('refuses %s (C9)', (_what, bytes, error) => {
  expect(readStrictJson(bytes)).toEqual({ ok: false, error });
});

it('reads a string of many million escapes', () => {
  expect(readStrictJson(utf8(`{"a":"${'\\\\n'.repeat(9_000_000)}"}`)).ok).toBe(true);
});

it('reads a megabyte of brackets and of names without leaving a trace', () => {
  const deep = utf8(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  expect(readStrictJson(deep).ok).toBe(true);
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`n${i}`, i]));
  expect(readStrictJson(utf8(JSON.stringify(many)))).toEqual({ ok: true, value: many });
});

/** What a text writes: members as they stand, one name perhaps more than once. */
type Written =
  | string
  | number
  | null
  | readonly Written[]
  | { readonly members: readonly Member[] };
type Member = readonly [name: string, value: Written];

const isObject = (value: Written): value is { readonly members: readonly Member[] } =>
  typeof value === 'object' && value !== null && 'members' in value;

const hasTwice = (value: Written): boolean => {
  if (!isObject(value)) return Array.isArray(value) && value.some(hasTwice);
  const names = value.members.map(([name]) => name);
  return new Set(names).size < names.length || value.members.some(([, member]) => hasTwice(member));
};

const NAMES = ['', 'a', 'b', 'a:', '"', '\\', '\\"', '{', ',', 'é', '😀', '__proto__', '1', ' '];
const written = fc.letrec<{ value: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Written>(null, 0, -1.5, '', ':', '{"a":1,"a":2}', '\\', '"', '\\":'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({
      members: fc.array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 4 }),
    }),
  ),
})).value;

/** Writes it in one of the many ways that JSON has, which `pick` chooses among. */
const write = (value: Written, pick: (of: number) => number): string => {
  const blank = (): string => ['', '', ' ', '\n\t', '\r '][pick(5)] ?? '';
  const escaped = (text: string): string =>
    `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
  const string = (text: string): string => (pick(3) === 0 ? escaped(text) : JSON.stringify(text));
  const inside = (one: Written): string => blank() + write(one, pick) + blank();
  if (typeof value === 'string') return string(value);
  if (Array.isArray(value)) return `[${value.map(inside).join(',')}]`;
  if (!isObject(value)) return String(value);
  const members = value.members.map(
    ([name, member]) => `${blank()}${string(name)}${blank()}:${inside(member)}`,
  );
  return `{${members.join(',')}}`;
};

it('refuses a text exactly if a name stands twice in one object, however it is written', () => {
  fc.assert(
    fc.property(written, fc.infiniteStream(fc.nat(59)), (value, chosen) => {
      const text = write(value, (of) => chosen.next().value % of);
      const read = readStrictJson(utf8(text));
      expect(read.ok ? 'read' : read.error).toBe(hasTwice(value) ? 'member-twice' : 'read');
    }),
    { numRuns: 3_000 },
  );
});
