import { expect, test } from 'vitest';
import { verifySignature } from '../crypto/keys.ts';
import type { Instant } from '../ids.ts';
import type { HandOverContent } from '../log/entry.ts';
import { type Circumstances, type Ground, judgeHandOver } from './judge-hand-over.ts';
import { AT, customer, two } from './testing/good-log.ts';

const ground: Ground = {
  presenceKey: customer.publicKey,
  notBefore: AT,
  notAfter: (AT + 10) as Instant,
  withdrawnAt: null,
};
const later = (ms: number): Instant => (AT + ms) as Instant;
/** The hand-over of the log, which is proved, under these circumstances. */
const judged = (circumstances: Partial<Circumstances>) =>
  judgeHandOver(
    two.entry,
    two.entry.content as HandOverContent,
    {
      ...{ isSigned: true, ground, notBefore: null, notAfter: null, revokedAt: null },
      ...{ isAfterWiped: false, ...circumstances },
    },
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

test('of a code that is not known, nothing is outside its validity', () => {
  for (const when of [{ notAfter: later(-1) }, { notBefore: later(99) }]) {
    expect(judged({ ground: null, ...when })).toEqual({ reason: 'no-verifier', remarks: [] });
  }
});
