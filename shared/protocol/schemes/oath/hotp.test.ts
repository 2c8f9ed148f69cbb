import { hmac } from '@noble/hashes/hmac.js';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { holds, watchMemory } from '../../../testing/memory.ts';
import { utf8 } from '../../codec/bytes.ts';
import type { DeliveryId } from '../../ids.ts';
import { hotpCode, hotpVerifier, resyncHotp, verifyHotp } from './hotp.ts';
import { movingFactorBytes, oathHmac } from './one-time-code.ts';
import type { MovingFactor } from './outcome.ts';
import { sealSeed } from './sealed-seed.ts';

const delivery = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const pepper = new Uint8Array(32).fill(1);
const seed = new Uint8Array(20).fill(2);
const verifier = hotpVerifier.parse({
  scheme: 'hotp',
  delivery,
  epoch: 1,
  notBefore: 1_800_000_000_000,
  notAfter: 1_800_000_600_000,
  attempts: 5,
  hash: 'SHA1',
  digits: 6,
  lookAhead: 5,
  resyncAhead: 50,
  seed: sealSeed(seed, pepper, delivery, new Uint8Array(24)),
});
const at = (counter: number) => hotpCode('SHA1', seed, counter, 6);
const state = (next: number) => ({ next: next as MovingFactor });
const verify = (next: number, input: Uint8Array) =>
  verifyHotp(verifier, state(next), pepper, input);

test('a code within the window is accepted once, and moves the counter past it', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(5), (next, ahead) => {
      const outcome = verify(next, at(next + ahead));
      if (outcome.result !== 'accepted') throw new Error(outcome.result);
      // A code of six digits may be that of an earlier counter in the window too, by chance.
      expect(outcome.state.next).toBeLessThanOrEqual(next + ahead + 1);
      expect(outcome.state.next).toBeGreaterThan(next);
    }),
  );
});

test('in any history of codes no counter is accepted twice, and the counter never falls', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (counters) => {
      let next = 0;
      for (const counter of counters) {
        const outcome = verify(next, at(counter));
        if (outcome.result !== 'accepted') continue;
        expect(outcome.state.next).toBeGreaterThan(next);
        next = outcome.state.next;
      }
    }),
  );
});

test('the code that was used last is said to be used, others before it are wrong', () => {
  expect(verify(7, at(6)).result).toBe('already-used');
  expect(verify(7, at(5)).result).toBe('wrong-code');
  expect(verify(7, at(13)).result).toBe('wrong-code');
});

test('two codes in a row find a token that has run ahead; other two do not', () => {
  const sync = (a: number, b: number) => resyncHotp(verifier, state(7), pepper, at(a), at(b));
  expect(sync(57, 58)).toEqual({ result: 'accepted', state: { next: 59 } });
  expect(sync(58, 59).result).toBe('wrong-code');
  expect(sync(40, 42).result).toBe('wrong-code');
  expect(sync(5, 6).result).toBe('wrong-code');
  expect(resyncHotp(verifier, state(7), pepper, at(40), utf8('x')).result).toBe('unreadable');
});

test('neither a window nor a search runs beyond the last counter', () => {
  const last = Number.MAX_SAFE_INTEGER;
  expect(verify(last - 1, at(last - 1))).toEqual({ result: 'accepted', state: { next: last } });
  expect(verify(last, at(last)).result).toBe('wrong-code');
  expect(resyncHotp(verifier, state(last), pepper, at(1), at(2)).result).toBe('wrong-code');
});

test('a seed that is not for this terminal or this delivery is not guessed at', () => {
  const other = new Uint8Array(32).fill(9);
  expect(verifyHotp(verifier, state(0), other, at(0)).result).toBe('not-for-this-terminal');
  const moved = { ...verifier, delivery: '4f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId };
  expect(verifyHotp(moved, state(0), pepper, at(0)).result).toBe('not-for-this-terminal');
});

test('any input at all comes to an outcome, and nothing but a code is accepted', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
      expect(verify(0, input).result).toMatch(/^(unreadable|wrong-code|accepted)$/);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['spaces', '      '],
  ['five digits', '12345'],
  ['seven digits', '1234567'],
  ['a sign', '-12345'],
  ['the character after 9', '12345:'],
  ['the character before 0', '12345/'],
  ['digits of another script', '١٢٣٤٥٦'],
  ['wide digits', '１２３４５６'],
  ['mathematical digits', '𝟏𝟐𝟑𝟒𝟓𝟔'],
  ['a zero-width space', '123\u200b456'],
  ['a line break', '123456\n'],
  ['ten megabytes', '1'.repeat(10_000_000)],
])('%s is no code, and no attempt', (_name, text) => {
  expect(verify(0, utf8(text)).result).toBe('unreadable');
});

test('spaces and hyphens, as tokens show them, are ignored', () => {
  const code = String.fromCharCode(...at(3));
  for (const typed of [
    `${code.slice(0, 3)} ${code.slice(3)}`,
    ` ${code.slice(0, 2)}-${code.slice(2)} `,
  ]) {
    expect(verify(3, utf8(typed)).result).toBe('accepted');
  }
});

const secretsOf = (counters: readonly number[]): Uint8Array[] => [
  seed,
  ...counters.map(at),
  ...counters.map((counter) => oathHmac('SHA1', seed, movingFactorBytes(counter))),
];

test.each([
  ['the right code', at(3)],
  ['a wrong code', utf8('000000')],
  ['no code', utf8('12345')],
  ['no code at its end', utf8('12345x')],
])('after trying %s nothing secret stays in memory', async (_name, input) => {
  const { made } = await watchMemory(() => verify(0, input));
  for (const secret of [...secretsOf([0, 1, 2, 3, 4, 5]), input.subarray(0, 5)]) {
    expect(holds(made, secret)).toBe(false);
  }
});

test.each([
  ['two codes in a row', at(3), at(4)],
  ['two wrong codes', utf8('123456'), utf8('654321')],
  ['a code and none', at(3), utf8('65432x')],
  ['none and a code', utf8('12345'), at(4)],
])('after taking %s nothing secret stays in memory', async (_name, first, second) => {
  const { made } = await watchMemory(() => resyncHotp(verifier, state(0), pepper, first, second));
  for (const secret of [...secretsOf([2, 3, 4, 5]), first.subarray(0, 5), second.subarray(0, 5)]) {
    expect(holds(made, secret)).toBe(false);
  }
});

test('a search finds the first of two codes at the counter that comes next, and at its last', () => {
  const sync = (next: number, a: number) =>
    resyncHotp(verifier, state(next), pepper, at(a), at(a + 1));
  expect(sync(7, 7)).toEqual({ result: 'accepted', state: { next: 9 } });
  expect(sync(7, 57)).toEqual({ result: 'accepted', state: { next: 59 } });
  const last = Number.MAX_SAFE_INTEGER - 1;
  expect(sync(last - 1, last - 1)).toEqual({ result: 'accepted', state: { next: last + 1 } });
  expect(sync(last, last).result).toBe('wrong-code');
});

test('two codes for another terminal are not searched for', () => {
  const other = new Uint8Array(32).fill(9);
  expect(resyncHotp(verifier, state(0), other, at(0), at(1)).result).toBe('not-for-this-terminal');
});

test.each([
  ['validity that ends as it begins', { notAfter: 1_800_000_000_000 }],
  ['validity that ends before it begins', { notAfter: 1_700_000_000_000 }],
])('a verifier with %s is not one', (_name, change) => {
  expect(hotpVerifier.safeParse({ ...verifier, ...change }).success).toBe(false);
});

test('what was made of a seed to search with is ended with the search', () => {
  const create = vi.spyOn(hmac, 'create');
  resyncHotp(verifier, state(0), pepper, at(3), at(4));
  const made = create.mock.results.map(({ value }) => value as ReturnType<typeof hmac.create>);
  create.mockRestore();
  expect(made.length).toBeGreaterThan(0);
  for (const keyed of made) expect(() => keyed.update(utf8('more'))).toThrow('destroyed');
});
