import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds, watchMemory } from '../../../testing/memory.ts';
import { fromHex, utf8 } from '../../codec/bytes.ts';
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
  expect(parseOcraSuite(text).ok).toBe(false);
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

const suiteOf = (text: string) => {
  const parsed = parseOcraSuite(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
const none = { counter: null, pinHash: null, session: null, step: null };

test.each([
  ['A', 'aZ09', ['-aZ0', 'aZ0-', 'aZ 0', 'é', '']],
  ['N', '0090', ['-090', '009a', '0x09', '0 09', '']],
  ['H', 'aF09', ['-aF0', 'aF0g', '0xaF', 'a F0', '']],
])('a question of the form %s has its characters alone, from end to end', (form, good, bad) => {
  const suite = suiteOf(`OCRA-1:HOTP-SHA1-6:Q${form}08`);
  const ask = (...questions: [string] | [string, string]) =>
    ocraAnswer(suite, seed, { ...none, questions });
  expect(ask(good).ok).toBe(true);
  expect(ask(good, good).ok).toBe(true);
  for (const question of bad) {
    const refused = { ok: false, error: 'bad-question' };
    expect(ask(question)).toEqual(refused);
    expect(ask(good, question)).toEqual(refused);
    expect(ask(question, good)).toEqual(refused);
  }
});

test('after an answer neither the PIN nor what the answer was cut from stays in memory', async () => {
  const pinHash = new Uint8Array(20).map((_, i) => 200 + i);
  const input = { ...none, questions: ['12345678'] as const, pinHash };
  const suite = suiteOf('OCRA-1:HOTP-SHA1-6:QN08-PSHA1');
  const whole = ocraAnswer({ ...suite, digits: 0 }, seed, input);
  if (!whole.ok) throw new Error(whole.error);
  const mac = fromHex(String.fromCharCode(...whole.value));
  const { value, made } = await watchMemory(() => ocraAnswer(suite, seed, input));
  expect(value.ok).toBe(true);
  for (const secret of [pinHash, mac, seed]) expect(holds(made, secret)).toBe(false);
});

test.each([63, 65])('a question is not made of %s random bytes', (length) => {
  expect(() => makeOcraQuestion(suiteOf(SUITE), new Uint8Array(length))).toThrow('64 random bytes');
});

test('nothing is asked by a verifier that was never parsed', () => {
  const unparsed = { ...verifier, suite: 'hello' as typeof verifier.suite };
  expect(() => askOcra(unparsed, idle, new Uint8Array(64))).toThrow('was not parsed');
});

test('the last counter has no successor: no answer runs beyond it', () => {
  const last = Number.MAX_SAFE_INTEGER;
  const asked = (nextCounter: number) => ({
    question: '12345678',
    nextCounter: nextCounter as MovingFactor,
  });
  expect(verify(asked(last - 1), answerTo('12345678', last - 1))).toEqual({
    result: 'accepted',
    state: { question: null, nextCounter: last },
  });
  expect(verify(asked(last - 1), answerTo('12345678', last)).result).toBe('wrong-code');
  expect(verify(asked(last), answerTo('12345678', last)).result).toBe('wrong-code');
});

describe('a suite with a PIN, a session and time', () => {
  const text = 'OCRA-1:HOTP-SHA256-6:QA06-PSHA256-S004-T30S';
  const pin = new Uint8Array(32).map((_, i) => 100 + i);
  const session = utf8('door');
  const nonce = new Uint8Array(24);
  const timed = ocraVerifier.parse({
    ...verifier,
    suite: text,
    drift: 1,
    pin: sealSeed(pin, pepper, delivery, nonce, 'pin'),
  });
  const state = { question: 'A1B2C3', nextCounter: 4 as MovingFactor };
  const present = Math.floor(now / 30_000);
  const answerAt = (step: number, pinHash = pin): Uint8Array => {
    const input = { ...none, questions: [state.question] as const, pinHash, session, step };
    const answer = ocraAnswer(suiteOf(text), seed, input);
    if (!answer.ok) throw new Error(answer.error);
    return answer.value;
  };
  const tried = (input: Uint8Array, by = timed, known: Uint8Array | null = session) =>
    verifyOcra(by, state, pepper, input, known, now);

  test('is answered at the present step and within the drift, and the counter stays', () => {
    const steps = [-2, -1, 0, 1, 2].map((away) => tried(answerAt(present + away)));
    const accepted = { result: 'accepted', state: { question: null, nextCounter: 4 } };
    const wrong = { result: 'wrong-code' };
    expect(steps).toEqual([wrong, accepted, accepted, accepted, wrong]);
  });

  test('is not answered with another PIN, nor with a PIN of another terminal', () => {
    expect(tried(answerAt(present, new Uint8Array(32))).result).toBe('wrong-code');
    const stranger = sealSeed(pin, new Uint8Array(32), delivery, nonce, 'pin');
    const asSeed = sealSeed(pin, pepper, delivery, nonce, 'seed');
    for (const other of [stranger, asSeed]) {
      const outcome = tried(answerAt(present), { ...timed, pin: other });
      expect(outcome.result).toBe('not-for-this-terminal');
    }
  });

  test('is no attempt without its session, or with one that is too long', () => {
    expect(tried(answerAt(present), timed, null).result).toBe('unreadable');
    expect(tried(answerAt(present), timed, utf8('doors')).result).toBe('unreadable');
  });

  test.each([
    ['the right answer', answerAt(present)],
    ['a wrong answer', utf8('000000')],
    ['no answer', utf8('00000x')],
  ])('leaves nothing secret in memory after %s', async (_name, input) => {
    const { made } = await watchMemory(() => tried(input));
    for (const secret of [pin, seed, input.subarray(0, 5), answerAt(present)]) {
      expect(holds(made, secret)).toBe(false);
    }
  });
});

test.each([
  ['a question of six characters', { suite: 'OCRA-1:HOTP-SHA1-6:QN06' }, true],
  ['a question of five characters', { suite: 'OCRA-1:HOTP-SHA1-6:QN05' }, false],
  ['an answer of five digits', { suite: 'OCRA-1:HOTP-SHA1-5:QN06' }, false],
  ['the whole HMAC as its answer', { suite: 'OCRA-1:HOTP-SHA1-0:QN06' }, false],
  ['validity of a millisecond', { notAfter: now + 1 }, true],
  ['validity that ends as it begins', { notAfter: now }, false],
  ['a suite that is none', { suite: 'hello' }, false],
])('a verifier with %s: %o is one: %s', (_name, change, isOne) => {
  expect(ocraVerifier.safeParse({ ...verifier, ...change }).success).toBe(isOne);
});
