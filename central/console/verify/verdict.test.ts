import { utf8 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import { proofText } from '../../../shared/protocol/proof/delivery-proof.ts';
import {
  AT,
  customer,
  delivery,
  dispatcher,
  epochs,
  handOver,
  keys,
  receipts,
  root,
  signer,
  terminal,
  verifiers,
  type Writing,
  write,
} from '../../../shared/protocol/proof/testing/good-log.ts';
import { judgeFile } from '../../../shared/protocol/verify/judge-file.ts';
import { countSignatures } from './count-signatures.ts';
import { gistOf } from './gist.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const exception: Writing = () => ({
  kind: 'exception',
  delivery,
  epoch: epochs[0],
  outcome: 'nobody-home',
  note: 'dog',
  strokes: [],
});

const fileOf = (contents: readonly Writing[]): Uint8Array => {
  const { entries, head } = write(contents, EMPTY_LOG);
  const log = {
    terminal,
    signingKey: signer.publicKey,
    revokedAt: null,
    acknowledged: head.sequence,
    hash: head.hash,
    verifiers: verifiers.slice(0, 2),
    entries,
  };
  const depot = '7f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
  const document = {
    ...{ version: 1, delivery, depot, issued: AT, root: root.publicKey, keys },
    logs: entries.length === 0 ? [] : [log],
  };
  return utf8.decode(proofText(signDocument('proof', 'receipt-1', receipts, document)));
};
const verdictFor = (bytes: Uint8Array): Verdict =>
  verdictOf(judgeFile(bytes, null, verifySignature));
const told = (contents: readonly Writing[]) => {
  const verdict = verdictFor(fileOf(contents));
  if (verdict.kind !== 'delivery') throw new Error('no proof of a delivery');
  return verdict;
};

const byCode = handOver(customer, 'hand-over', epochs[0]);
const byOverride = handOver(dispatcher, 'override', epochs[0]);
const byStranger = handOver(dispatcher, 'hand-over', epochs[0]);

describe("a delivery's proof comes to", () => {
  test.each<[string, readonly Writing[], string | null, string | null]>([
    ['its code', [byCode], 'code', null],
    ['its override', [byOverride], 'override', null],
    ['its code, whatever the driver had said before', [exception, byCode], 'code', null],
    ['what is proved, before what is not', [byStranger, byCode], 'code', null],
    ['a hand-over that is not proved, with the reason', [byStranger], 'code', 'no-presence'],
    ['what the driver says', [exception], 'nobody-home', null],
    ['nothing', [], null, null],
  ])('%s', (_what, contents, what, reason) => {
    const gist = gistOf(told(contents).told);
    expect(gist?.what ?? null).toBe(what);
    expect(gist?.judged?.reason ?? null).toBe(reason);
  });

  test('what was not taken back', () => {
    const undone: Writing = () => ({ kind: 'exception-undone', delivery, undoes: 1 as never });
    const verdict = told([exception, undone]);
    expect(verdict.told).toMatchObject([{ what: 'nobody-home', undone: true, note: 'dog' }]);
    expect(gistOf(verdict.told)).toBeNull();
  });
});

test('a verdict can be sent by a worker, and has no more than is shown', () => {
  const verdict = told([byCode]);
  expect(structuredClone(verdict)).toEqual(verdict);
  expect(verdict).toMatchObject({ holds: true, delivery, report: { faults: [], erased: [] } });
  expect(verdict.root).toMatch(/^(?:[0-9A-Z]{4} ){5}[0-9A-Z]{4}$/);
});

test('what is refused says of what it is, and why', () => {
  const bytes = fileOf([byCode]);
  bytes[bytes.length - 1] = 0x20;
  expect(verdictFor(bytes)).toEqual({
    kind: 'refused',
    of: 'delivery',
    code: 'malformed',
    where: '',
  });
  expect(verdictFor(utf8.decode('{"version":1}'))).toMatchObject({ of: 'log', where: 'terminal' });
});

test('how many signatures a file has is counted before it is read', () => {
  // The proof's own, its key list's, and of each entry the terminal's and the code's.
  expect(countSignatures(fileOf([byCode]))).toBe(4);
  expect(countSignatures(utf8.decode('nothing'))).toBe(0);
});
