import { beforeEach, expect, test } from 'vitest';
import { aDelivery } from '../../electron/testing/samples.ts';
import { makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  type LogPosition,
  makeEntry,
  signPresence,
} from '../../shared/protocol/log/chain.ts';
import type { EntryContent, SignedEntry } from '../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';

import type { Found, FoundStop } from './inspect-store.ts';
import { makeInvariantsChecker } from './invariants.ts';
import type { Said } from './said.ts';

// That the checker can fail: each test breaks one thing of a terminal's life that is otherwise whole.
const signer = makeSigner(new Uint8Array(32).fill(1));
const code = makeSigner(new Uint8Array(32).fill(2));
const terminal = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
const delivery = aDelivery(1).id;
const at = 1_800_000_000_000 as Instant;
const context = { terminal, driver: null, time: { at, trust: 'central' as const } };
const claim = { delivery, epoch: aDelivery(1).epoch, purpose: 'hand-over' as const };
const refusal = { reason: 'wrong-code' as const, attemptsLeft: 4 };

const chained = (
  contents: readonly ((after: LogPosition) => EntryContent)[],
  by = signer,
): SignedEntry[] => {
  let after: LogPosition = EMPTY_LOG;
  return contents.map((content) => {
    const { signed, head } = makeEntry(after, context, content(after), by);
    after = head;
    return signed;
  });
};
const enrolled = (): EntryContent => ({
  kind: 'enrolled',
  depot: terminal as never,
  signingKey: signer.publicKey,
  agreementKey: signer.publicKey,
  root: signer.publicKey,
});
const attempt = (): EntryContent => ({
  kind: 'attempt',
  delivery,
  epoch: claim.epoch,
  refusal,
  counted: 1,
});
const handOver =
  (key = code) =>
  (after: LogPosition): EntryContent => ({
    kind: 'hand-over',
    ...claim,
    parcels: [],
    ...NOTHING_PARTICULAR,
    proof: { scheme: 'sealed', presence: signPresence(key, context, after, claim) },
  });
const exception = (): EntryContent => ({
  kind: 'exception',
  delivery,
  epoch: claim.epoch,
  outcome: 'nobody-home',
  note: '',
  strokes: [],
});

const wrongShown: readonly Said[] = [
  { said: 'begin', aim: 'wrong', delivery },
  { said: 'trying' },
  { said: 'shown', delivery, verdict: { result: 'refused', refusal } },
];
const acceptedShown: readonly Said[] = [
  { said: 'begin', aim: 'right', delivery },
  { said: 'trying' },
  { said: 'shown', delivery, verdict: { result: 'accepted', by: 'hand-over' } },
];
const allShown = [...wrongShown, ...acceptedShown];

const whole = [enrolled, attempt, handOver()];
const acceptance = { ...claim, sequence: 3 as never, at, driver: null, once: null };
const found = (entries: readonly SignedEntry[], stop: Partial<FoundStop> = {}): Found => ({
  entries,
  stops: [
    {
      delivery,
      shortId: aDelivery(1).shortId,
      tries: { 'hand-over': 2, override: 0 },
      acceptance,
      presenceKeys: { 'hand-over': code.publicKey, override: signer.publicKey },
      exception: null,
      ...stop,
    },
  ],
  acknowledged: 0 as never,
  anchored: 'ok',
});

let check: ReturnType<typeof makeInvariantsChecker>['check'];
beforeEach(() => {
  check = makeInvariantsChecker().check;
});
const kinds = (said: readonly Said[], left: Parameters<typeof check>[1]): string[] => [
  ...new Set(check(said, left).map(({ kind }) => kind)),
];

test('a whole life has no fault', () => {
  expect(check(allShown, found(chained(whole)))).toEqual([]);
});

test('a verdict that was written and not yet shown when the power failed is no fault', () => {
  const cut = allShown.slice(0, -1);
  expect(check(cut, found(chained(whole)))).toEqual([]);
});

test('a verdict that was shown and is not in the log is lost', () => {
  const left = found(chained([enrolled, attempt]), { acceptance: null });
  expect(kinds(allShown, left)).toEqual(['lost']);
});

test('a verdict that is in the log as another is lost', () => {
  const other: Said = { ...(wrongShown[2] as Said & { said: 'shown' }), delivery: null };
  expect(
    kinds([...wrongShown.slice(0, 2), other, ...acceptedShown], found(chained(whole))),
  ).toEqual(['lost']);
});

test('more verdicts than scans is a doubling', () => {
  const twice = chained([enrolled, attempt, attempt, attempt]);
  const left = found(twice, { acceptance: null, tries: { 'hand-over': 1, override: 0 } });
  expect(kinds(wrongShown, left)).toEqual(['duplicated']);
});

test('an entry of an earlier life that is gone, or another, is lost', () => {
  check(allShown, found(chained(whole)));
  const rewritten = chained([enrolled, attempt, attempt]);
  expect(kinds([], found(rewritten))).toContain('lost');
  expect(kinds([], found(chained([enrolled])))).toContain('lost');
});

test('a delivery that is handed over twice counts twice', () => {
  const said = [...allShown, ...acceptedShown];
  const left = found(chained([...whole, handOver()]), { tries: { 'hand-over': 3, override: 0 } });
  expect(kinds(said, left)).toEqual(['duplicated']);
});

test('a hand-over without its acceptance can be made again', () => {
  expect(kinds(allShown, found(chained(whole), { acceptance: null }))).toEqual(['duplicated']);
});

test('an acceptance without its hand-over is lost', () => {
  expect(kinds(wrongShown, found(chained([enrolled, attempt])))).toContain('lost');
});

test("a hand-over that the customer's code did not sign is a false acceptance", () => {
  const forged = found(chained([enrolled, attempt, handOver(signer)]));
  expect(kinds(allShown, forged)).toEqual(['false_accepts']);
});

test('a hand-over whose right code was never scanned is a false acceptance', () => {
  const said = [...wrongShown, { said: 'begin', aim: 'wrong', delivery } as const];
  expect(kinds(said, found(chained(whole)))).toEqual(['false_accepts']);
});

test('a try that was begun and is not counted is lost; one counted twice is doubled', () => {
  const fewer = found(chained(whole), { tries: { 'hand-over': 1, override: 0 } });
  const more = found(chained(whole), { tries: { 'hand-over': 3, override: 0 } });
  expect(kinds(allShown, fewer)).toEqual(['lost']);
  check = makeInvariantsChecker().check;
  expect(kinds(allShown, more)).toEqual(['duplicated']);
});

test('an entry with a wrong signature, and a log without its beginning, were not noticed', () => {
  const [first, second, third] = chained(whole);
  const bent = { ...second, signature: third?.signature } as SignedEntry;
  expect(kinds(allShown, found([first, bent, third] as SignedEntry[]))).toEqual(['undetected']);
  check = makeInvariantsChecker().check;
  expect(kinds(wrongShown, found(chained([attempt]), { acceptance: null }))).toContain(
    'undetected',
  );
});

test('an exception that was taken and is not in the log is lost', () => {
  const said: Said[] = [
    { said: 'begin', aim: 'exception', delivery },
    { said: 'excepted', delivery },
  ];
  const none = { acceptance: null, tries: { 'hand-over': 0, override: 0 } };
  expect(kinds(said, found(chained([enrolled]), none))).toEqual(['lost']);
  check = makeInvariantsChecker().check;
  const half = found(chained([enrolled, exception]), none);
  expect(kinds(said, half)).toEqual(['lost']);
  check = makeInvariantsChecker().check;
  const all = found(chained([enrolled, exception]), { ...none, exception: 'nobody-home' });
  expect(kinds(said, all)).toEqual([]);
});

test('a store that does not open, is gone, or is not vouched for is a crash', () => {
  expect(kinds([], 'store-damaged')).toContain('crashes');
  check = makeInvariantsChecker().check;
  expect(kinds(allShown, null)).toEqual(['lost']);
  check = makeInvariantsChecker().check;
  const left = { ...found(chained(whole)), anchored: 'store-rolled-back' };
  expect(kinds(allShown, left)).toEqual(['crashes']);
});

test('a problem on the screen where nothing hindered, and an exception, are crashes', () => {
  const blocked: Said = { said: 'blocked', problem: 'internal' };
  expect(kinds([...allShown, blocked], found(chained(whole)))).toEqual(['crashes']);
  check = makeInvariantsChecker().check;
  const thrown: Said = { said: 'exception', text: 'Error' };
  expect(kinds([...allShown, thrown], found(chained(whole)))).toEqual(['crashes']);
});
