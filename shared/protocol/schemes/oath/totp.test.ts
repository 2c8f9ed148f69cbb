import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, watchMemory } from '../../../testing/memory.ts';
import { utf8 } from '../../codec/bytes.ts';
import type { DeliveryId, Instant } from '../../ids.ts';
import { movingFactorBytes, oathHmac } from './one-time-code.ts';
import type { MovingFactor } from './outcome.ts';
import { sealSeed } from './sealed-seed.ts';
import { timeStep, totpCode, totpVerifier, verifyTotp } from './totp.ts';

const START = 1_800_000_000_000;
const delivery = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const pepper = new Uint8Array(32).fill(1);
const seed = new Uint8Array(32).fill(2);
const verifier = totpVerifier.parse({
  scheme: 'totp',
  delivery,
  epoch: 1,
  notBefore: START,
  notAfter: START + 86_400_000,
  attempts: 5,
  hash: 'SHA256',
  digits: 8,
  stepSeconds: 30,
  drift: 2,
  seed: sealSeed(seed, pepper, delivery, new Uint8Array(24)),
});
const now = START as Instant;
const present = timeStep(now, 30);
const at = (step: number) => totpCode('SHA256', seed, step, 8);
const verify = (lastUsed: number | null, input: Uint8Array, time = now) =>
  verifyTotp(verifier, { lastUsed: lastUsed as MovingFactor | null }, pepper, input, time);

test('the codes of the steps within the drift are accepted, no others', () => {
  const results = [-3, -2, -1, 0, 1, 2, 3].map((d) => verify(null, at(present + d)).result);
  const yes = 'accepted';
  expect(results).toEqual(['wrong-code', yes, yes, yes, yes, yes, 'wrong-code']);
});

test('a code is good once, and with it every one before', () => {
  expect(verify(null, at(present))).toEqual({ result: 'accepted', state: { lastUsed: present } });
  expect(verify(present, at(present)).result).toBe('already-used');
  expect(verify(present, at(present - 2)).result).toBe('already-used');
  expect(verify(present, at(present + 1)).result).toBe('accepted');
});

test('in any history, at any times, the accepted steps rise', () => {
  const event = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -300, max: 300 }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (history) => {
      let lastUsed: number | null = null;
      for (const [step, seconds] of history) {
        const time = (START + seconds * 1_000) as Instant;
        const outcome = verify(lastUsed, at(present + step), time);
        if (outcome.result !== 'accepted' || outcome.state.lastUsed === null) continue;
        expect(outcome.state.lastUsed).toBeGreaterThan(lastUsed ?? 0);
        lastUsed = outcome.state.lastUsed;
      }
    }),
  );
});

test.each([
  ['another terminal', new Uint8Array(32), at(present), 'not-for-this-terminal'],
  ['no code', pepper, utf8('1234567'), 'unreadable'],
  ['ten megabytes', pepper, new Uint8Array(10_000_000).fill(0x31), 'unreadable'],
])('%s: refused', (_name, key, input, result) => {
  expect(verifyTotp(verifier, { lastUsed: null }, key, input, now).result).toBe(result);
});

test('before the drift there is no step below zero', () => {
  const early = verifyTotp(verifier, { lastUsed: null }, pepper, at(0), 0 as Instant);
  expect(early.result).toBe('accepted');
});

test.each([
  ['the right code', null, at(present)],
  ['a used code', present, at(present)],
  ['a wrong code', null, at(present + 3)],
])('after trying %s nothing secret stays in memory', async (_name, lastUsed, input) => {
  const { made } = await watchMemory(() => verify(lastUsed, input));
  for (const step of [present - 2, present, present + 2]) {
    const mac = oathHmac('SHA256', seed, movingFactorBytes(step));
    for (const secret of [at(step), mac]) expect(holds(made, secret)).toBe(false);
  }
  for (const secret of [seed, input]) expect(holds(made, secret)).toBe(false);
});

test('a verifier whose validity ends as it begins is not one', () => {
  const isOne = (notAfter: number) => totpVerifier.safeParse({ ...verifier, notAfter }).success;
  expect([START - 1, START, START + 1].map(isOne)).toEqual([false, false, true]);
});
