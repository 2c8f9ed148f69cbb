import { expect, test } from 'vitest';
import { holds, watchMemory } from '../../../testing/memory.ts';
import { utf8 } from '../../codec/bytes.ts';
import type { DeliveryId } from '../../ids.ts';
import { findMatch, keyedOathHmac, oathHmac, range, readOneTimeCode } from './one-time-code.ts';
import { withSeed } from './outcome.ts';
import { sealSeed } from './sealed-seed.ts';

test('of several that match the first counts, and all are computed', () => {
  const computed: number[] = [];
  const codeOf = (n: number) => {
    computed.push(n);
    return utf8(n === 1 ? 'other' : 'match');
  };
  expect(findMatch([1, 2, 3], codeOf, utf8('match'))).toBe(2);
  expect(computed).toEqual([1, 2, 3]);
  expect(findMatch([1], codeOf, utf8('match'))).toBeNull();
});

test('a range has neither less than nothing nor more than is safe', () => {
  expect(range(-2, 1)).toEqual([0, 1]);
  expect(range(3, 2)).toEqual([]);
  expect(range(-1, -1)).toEqual([]);
  expect(range(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 5)).toEqual([
    Number.MAX_SAFE_INTEGER,
  ]);
});

test('a code has exactly its digits', () => {
  expect(readOneTimeCode(utf8('12 34-56'), 6)).toEqual(utf8('123456'));
  expect(readOneTimeCode(utf8('123456'), 7)).toBeNull();
  expect(readOneTimeCode(utf8('123456'), 5)).toBeNull();
  expect(readOneTimeCode(utf8('123456'.padEnd(32)), 6)).not.toBeNull();
  expect(readOneTimeCode(utf8('123456'.padEnd(33)), 6)).toBeNull();
});

test('a seed is overwritten after its use, also when the use fails', () => {
  const delivery = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
  const pepper = new Uint8Array(32).fill(1);
  const sealed = sealSeed(new Uint8Array(20).fill(2), pepper, delivery, new Uint8Array(24));
  const seen: Uint8Array[] = [];
  withSeed(sealed, pepper, delivery, (seed) => {
    expect(seed).toEqual(new Uint8Array(20).fill(2));
    seen.push(seed);
  });
  const failing = () =>
    withSeed(sealed, pepper, delivery, (seed) => {
      seen.push(seed);
      throw new Error('failed');
    });
  expect(failing).toThrow('failed');
  expect(seen).toEqual([new Uint8Array(20), new Uint8Array(20)]);
});

test.each([
  ['too short', '12345'],
  ['too long', '1234567'],
  ['not digits to its end', '12345x'],
])('nothing stays in memory of a code that is %s', async (_name, typed) => {
  const input = utf8(typed);
  const { value, made } = await watchMemory(() => readOneTimeCode(input, 6));
  expect(value).toBeNull();
  expect(made.length).toBeGreaterThan(0);
  expect(holds(made, utf8('12345'))).toBe(false);
});

test('the codes that one is compared with are overwritten', () => {
  const computed = [utf8('123456'), utf8('654321')];
  expect(findMatch([0, 1], (i) => computed[i] ?? new Uint8Array(), utf8('654321'))).toBe(1);
  for (const code of computed) expect(code).toEqual(new Uint8Array(6));
});

test.each(['SHA1', 'SHA256', 'SHA512'] as const)(
  'one key for many messages: %s is the same, until its end',
  (hash) => {
    const key = new Uint8Array(20).fill(3);
    const keyed = keyedOathHmac(hash, key);
    for (const message of [utf8('one'), utf8('two')]) {
      expect(keyed.of(message)).toEqual(oathHmac(hash, key, message));
    }
    keyed.end();
    expect(() => keyed.of(utf8('three'))).toThrow('destroyed');
  },
);
