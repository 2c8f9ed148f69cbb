import { expect, test } from 'vitest';
import { verifySignature } from '../crypto/keys.ts';
import type { Instant, ParcelLabel } from '../ids.ts';
import type { HandOverContent, PlainContent } from '../log/entry.ts';
import { type Circumstances, type Ground, judgeHandOver } from './judge-hand-over.ts';
import { AT, customer, two } from './testing/good-log.ts';

const ground: Ground = {
  presenceKey: customer.publicKey,
  notBefore: AT,
  notAfter: (AT + 10) as Instant,
  withdrawnAt: null,
};
const later = (ms: number): Instant => (AT + ms) as Instant;
const KNOWN: Circumstances = {
  ...{ isSigned: true, ground, notBefore: null, notAfter: null, revokedAt: null },
  isAfterWiped: false,
};
const NEEDED = { signature: false, everyParcel: false, unscanned: [] };
/** The hand-over of the log, which is proved, under these circumstances. */
const judged = (circumstances: Partial<Circumstances>) =>
  judgeHandOver(
    two.entry,
    two.entry.content as HandOverContent,
    { ...KNOWN, ...circumstances },
    verifySignature,
  );

test.each<[string, Partial<Circumstances>, readonly string[]]>([
  ['nothing is known of the time', {}, []],
  ['it came in before the code was good', { notAfter: later(-1) }, ['outside-validity']],
  ['it came in as the code became good', { notAfter: AT }, []],
  ['it was made when the code was no longer good', { notBefore: later(10) }, ['outside-validity']],
  ['it may have been made in the last moment', { notBefore: later(9) }, []],
  ['it was made at the moment of a revocation', { revokedAt: AT }, ['after-revocation']],
  ['it says that it was made before a revocation', { revokedAt: later(5) }, []],
  [
    'it says so, and central knows better',
    { revokedAt: later(5), notBefore: later(5) },
    ['after-revocation'],
  ],
  [
    'its code was taken back before',
    { ground: { ...ground, withdrawnAt: AT } },
    ['after-withdrawal'],
  ],
  ['its code was taken back after', { ground: { ...ground, withdrawnAt: later(1) } }, []],
  ['the terminal had wiped itself', { isAfterWiped: true }, ['after-wiped']],
])('what is proved stays so and is remarked on as it must be: %s', (_, circumstances, remarks) => {
  expect(judged(circumstances)).toEqual({ reason: null, remarks });
});

test.each<[string, Partial<PlainContent & { kind: 'hand-over' }>, readonly string[]]>([
  ['nobody signed', { evidence: { ...NEEDED, signature: true } }, ['missing-evidence']],
  [
    'a parcel was not scanned',
    { evidence: { ...NEEDED, everyParcel: true, unscanned: ['P0001' as ParcelLabel] } },
    ['missing-evidence'],
  ],
  ['somebody signed', { evidence: { ...NEEDED, signature: true }, strokes: [[[1, 2]]] }, []],
  ['each parcel was scanned', { evidence: { ...NEEDED, everyParcel: true } }, []],
  ['no scan was needed', { evidence: { ...NEEDED, unscanned: ['P0001' as ParcelLabel] } }, []],
])('what the stop needed is remarked on where it is missing: %s', (_, content, remarks) => {
  const handOver = { ...two.entry.content, ...content } as HandOverContent;
  expect(judgeHandOver(two.entry, handOver, KNOWN, verifySignature).remarks).toEqual(remarks);
});

test('of a code that is not known, nothing is outside its validity', () => {
  for (const when of [{ notAfter: later(-1) }, { notBefore: later(99) }]) {
    expect(judged({ ground: null, ...when })).toEqual({ reason: 'no-verifier', remarks: [] });
  }
});
