import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../../bytes.ts';
import type { DeliveryId, Instant } from '../../ids.ts';
import { makeOcraQuestion, ocraAnswer } from './ocra.ts';
import { parseOcraSuite } from './ocra-suite.ts';
import type { MovingFactor } from './outcome.ts';
import { sealSeed } from './sealed-seed.ts';
import { askOcra, ocraVerifier, verifyOcra } from './verify-ocra.ts';

const anySuite = fc
  .record({
    hash: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
    digits: fc.constantFrom(0, 4, 5, 6, 7, 8, 9, 10),
    counter: fc.constantFrom('', 'C-'),
    format: fc.constantFrom('A', 'N', 'H'),
    length: fc.integer({ min: 4, max: 64 }),
    pin: fc.constantFrom('', '-PSHA1', '-PSHA256', '-PSHA512'),
    session: fc.constantFrom('', '-S001', '-S064', '-S512'),
    time: fc.constantFrom('', '-T1S', '-T59M', '-T48H'),
  })
  .map(
    (s) =>
      `OCRA-1:HOTP-${s.hash}-${s.digits}:${s.counter}Q${s.format}${String(s.length).padStart(2, '0')}${s.pin}${s.session}${s.time}`,
  );
const PIN_LENGTH = { SHA1: 20, SHA256: 32, SHA512: 64 };

test('every suite is read, asks questions of its form, and answers them', () => {
  fc.assert(
    fc.property(anySuite, fc.uint8Array({ minLength: 64, maxLength: 64 }), (text, random) => {
      const parsed = parseOcraSuite(text);
      if (!parsed.ok) throw new Error(text);
      const suite = parsed.value;
      const question = makeOcraQuestion(suite, random);
      expect(question).toHaveLength(suite.question.length);
      const answer = ocraAnswer(suite, random, {
        questions: [question],
        counter: suite.counter ? 1 : null,
        pinHash: suite.pin === null ? null : new Uint8Array(PIN_LENGTH[suite.pin]),
        session: suite.session === null ? null : new Uint8Array(1),
        step: suite.stepSeconds === null ? null : 1,
      });
      if (!answer.ok) throw new Error(answer.error);
      const length = suite.digits === 0 ? 2 * PIN_LENGTH[suite.hash] : suite.digits;
      expect(answer.value).toHaveLength(length);
    }),
  );
});

test('a suite with anything changed is another suite or none, never an exception', () => {
  fc.assert(
    fc.property(
      anySuite,
      fc.nat(),
      fc.string({ unit: 'binary', maxLength: 3 }),
      (text, at, more) => {
        const cut = at % (text.length + 1);
        const changed = text.slice(0, cut) + more + text.slice(cut + 1);
        const parsed = parseOcraSuite(changed);
        if (parsed.ok) expect(parsed.value.text).toBe(changed);
      },
    ),
  );
});

test.each([
  ['any text', 'hello'],
  ['small letters', 'ocra-1:hotp-sha1-6:qn08'],
  ['a Cyrillic letter', 'ОCRA-1:HOTP-SHA1-6:QN08'],
  ['digits of another script', 'OCRA-1:HOTP-SHA1-6:QN٠٨'],
  ['no step', 'OCRA-1:HOTP-SHA1-6:QN08-T0H'],
  ['ten megabytes', `OCRA-1:HOTP-SHA1-6:QN08${'-T1M'.repeat(2_500_000)}`],
])('%s is not a suite', (_name, text) => {
  const before = performance.now();
  expect(parseOcraSuite(text).ok).toBe(false);
  expect(performance.now() - before).toBeLessThan(250);
});

test('any text as a question is answered or refused, never an exception', () => {
  const parsed = parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08');
  if (!parsed.ok) throw new Error(parsed.error);
  const ask = (question: string) =>
    ocraAnswer(parsed.value, new Uint8Array(20), {
      questions: [question],
      counter: null,
      pinHash: null,
      session: null,
      step: null,
    }).ok;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (question) => {
      expect(ask(question)).toBe(/^[0-9]{1,8}$/.test(question));
    }),
  );
  expect(ask('1'.repeat(10_000_000))).toBe(false);
});

const delivery = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const pepper = new Uint8Array(32).fill(1);
const seed = new Uint8Array(20).fill(2);
const SUITE = 'OCRA-1:HOTP-SHA1-8:C-QN08';
const verifier = ocraVerifier.parse({
  scheme: 'ocra',
  delivery,
  epoch: 1,
  notBefore: 1_800_000_000_000,
  notAfter: 1_800_000_600_000,
  attempts: 5,
  suite: SUITE,
  lookAhead: 3,
  drift: 0,
  seed: sealSeed(seed, pepper, delivery, new Uint8Array(24)),
  pin: null,
});
const idle = { question: null, nextCounter: 4 as MovingFactor };
const now = 1_800_000_000_000 as Instant;
const answerTo = (question: string, counter: number) => {
  const suite = parseOcraSuite(SUITE);
  if (!suite.ok) throw new Error(suite.error);
  const parts = { pinHash: null, session: null, step: null };
  const answer = ocraAnswer(suite.value, seed, { questions: [question], counter, ...parts });
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
};
const verify = (state: Parameters<typeof verifyOcra>[1], input: Uint8Array) =>
  verifyOcra(verifier, state, pepper, input, null, now);

test('a question is answered once, by the token that it was asked of', () => {
  const asked = askOcra(verifier, idle, new Uint8Array(64).fill(7));
  const answer = answerTo(asked.question, 5);
  const outcome = verify(asked, answer);
  expect(outcome).toEqual({ result: 'accepted', state: { question: null, nextCounter: 6 } });
  if (outcome.result !== 'accepted') return;
  expect(verify(outcome.state, answer).result).toBe('already-used');
  const again = askOcra(verifier, outcome.state, new Uint8Array(64).fill(8));
  expect(verify(again, answer).result).toBe('wrong-code');
  expect(verify(again, answerTo(again.question, 5)).result).toBe('wrong-code');
  expect(verify(again, answerTo(again.question, 9)).result).toBe('accepted');
  expect(verify(again, answerTo(again.question, 10)).result).toBe('wrong-code');
});

test('any input at all comes to an outcome', () => {
  const asked = askOcra(verifier, idle, new Uint8Array(64).fill(7));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
      expect(verify(asked, input).result).toMatch(/^(unreadable|wrong-code)$/);
    }),
  );
  expect(verify(asked, new Uint8Array(10_000_000).fill(0x31)).result).toBe('unreadable');
  expect(verify({ ...asked, question: '🚪' }, utf8('12345678')).result).toBe('unreadable');
});
