import { utf8 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signDocument } from '../api/signed.ts';
import { makeSigner, verifySignature } from '../crypto/keys.ts';
import type { DepotId } from '../ids.ts';
import { proofText } from '../proof/delivery-proof.ts';
import {
  AT,
  delivery,
  fileOf,
  good,
  keys,
  receipts,
  root,
  signer,
  terminal,
  two,
  verifiers,
} from '../proof/testing/good-log.ts';
import { type ActFile, hashAct, type PlacedAct } from './act-chain.ts';
import { holds, judgeFile } from './judge-file.ts';

const bytesOf = (text: string): Uint8Array => utf8.decode(text);
const judge = (bytes: Uint8Array) => judgeFile(bytes, null, verifySignature);

const proof = proofText(
  signDocument('proof', 'receipt-1', receipts, {
    version: 1,
    delivery,
    depot: '7f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DepotId,
    issued: AT,
    root: root.publicKey,
    keys,
    logs: [
      {
        terminal,
        signingKey: signer.publicKey,
        revokedAt: null,
        acknowledged: good.head.sequence,
        hash: good.head.hash,
        verifiers: verifiers.slice(0, 2),
        entries: [two],
      },
    ],
  }),
);

const log = JSON.stringify(fileOf(good.entries, good.head));

const auditor = makeSigner(new Uint8Array(32).fill(31));
const auditKey = { id: 'audit-1', purpose: 'audit', publicKey: auditor.publicKey } as const;
const auditKeys = signDocument('keys', 'root-1', root, {
  issued: AT,
  keys: [{ ...auditKey, notBefore: AT, notAfter: AT + 1 }],
});
const acts: PlacedAct[] = ['depot-created', 'terminal-revoked'].map((act, index) => ({
  place: index + 1,
  at: AT,
  actor: 'nadia',
  act,
  subject: { name: 'North' },
}));
const [first, second] = acts as [PlacedAct, PlacedAct];
const end = { place: 2, hash: hashAct(second, hashAct(first, null)), at: AT };
const actFile: ActFile = {
  version: 1,
  root: root.publicKey,
  keys: auditKeys,
  names: { nadia: 'Nadia' },
  ends: [signDocument('audit', 'audit-1', auditor, end)],
  acts,
};
const audit = JSON.stringify(actFile);

test.each([
  ['delivery', proof],
  ['log', log],
  ['acts', audit],
])('what is %s is known by what is in it, and holds', (kind, text) => {
  const judged = judge(bytesOf(text));
  expect(judged).toMatchObject({ kind, read: { ok: true, value: { report: { faults: [] } } } });
  expect(holds(judged)).toBe(true);
});

/** The members of a text that nobody signs: where the value of each is. */
const unsignedIn = (text: string, names: RegExp): readonly (readonly [number, number])[] =>
  [...text.matchAll(names)].map(({ index, 0: all }) => [index, index + all.length] as const);

/** Alters one byte after another, each to another one, and gives those where nobody noticed. */
const unnoticed = (text: string, isFree: (at: number) => boolean): readonly string[] => {
  const bytes = bytesOf(text);
  const taken: string[] = [];
  const anyByte = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(anyByte, ([at, by]) => {
      if (isFree(at)) return;
      const spoilt = Uint8Array.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ by;
      if (holds(judge(spoilt))) taken.push(`${at}: ${text.slice(at - 40, at + 5)}`);
    }),
    { numRuns: 400 },
  );
  return taken;
};
const isIn =
  (ranges: readonly (readonly [number, number])[]) =>
  (at: number): boolean =>
    ranges.some(([from, to]) => at >= from && at < to);

describe('a file altered in one byte, whichever it is', () => {
  test("is refused, if it is a delivery's proof", () => {
    expect(unnoticed(proof, () => false)).toEqual([]);
  });

  test('is refused, if it is a log, but for what nobody signs', () => {
    // What codes were good for, those that opened nothing in it, and what the key of a list is called.
    const names =
      /"(?:notBefore|notAfter|withdrawnAt|revokedAt)":(?:[0-9]+|null)|"keyId":"root-1"|\{"scheme":"sealed","purpose":"override"[^}]*\}|\{[^{}]*"epoch":2,[^}]*\}/g;
    const free = unsignedIn(log, names);
    expect(free.length).toBeGreaterThan(8);
    expect(unnoticed(log, isIn(free))).toEqual([]);
  });

  test('is refused, if it is an audit, but for what people are called', () => {
    const free = unsignedIn(audit, /"names":\{[^}]*\}|"keyId":"root-1"/g);
    expect(free).toHaveLength(2);
    expect(unnoticed(audit, isIn(free))).toEqual([]);
  });
});

test.each([
  ['', 'json', 'not-json'],
  ['{"a":1,"a":2}', 'json', 'member-twice'],
  ['\ufeff{}', 'json', 'byte-order-mark'],
])('%j is %s: %s', (text, kind, error) => {
  expect(judge(bytesOf(text))).toEqual({ kind, read: { ok: false, error } });
});

test.each([
  ['{}', 'log'],
  ['null', 'log'],
  ['{"acts":[],"ends":[]}', 'acts'],
  ['{"document":{"version":1}}', 'delivery'],
])('%s is no %s', (text, kind) => {
  const judged = judge(bytesOf(text));
  expect(judged).toMatchObject({ kind, read: { ok: false } });
  expect(holds(judged)).toBe(false);
});
