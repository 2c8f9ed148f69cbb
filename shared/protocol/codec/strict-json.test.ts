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
