import { readFileSync } from 'node:fs';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import {
  nativeVerify as centralVerify,
  verifyByStored,
} from '../central/src/keys/native-verify.ts';
import { nativeVerify as terminalVerify } from '../electron/crypto/native-verify.ts';
import { fromBase64url, fromHex, toBase64url } from '../shared/protocol/codec/bytes.ts';
import {
  makeSigner,
  type VerifySignature,
  verifySignature,
} from '../shared/protocol/crypto/keys.ts';
import { makeVerify } from '../shared/protocol/crypto/make-verify.ts';
import type { PublicKey, Signature } from '../shared/protocol/ids.ts';
import { wycheproofCases, wycheproofFile } from './wycheproof.ts';

// Whoever checks a signature, in whichever program: all take the same signatures.

const SEED = new Uint8Array(32).fill(8);
const signer = makeSigner(SEED);
const message = new Uint8Array([1, 2, 3]);
const signature = fromBase64url(signer.sign(message));
const own = fromBase64url(signer.publicKey);

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
const NEUTRAL = Point.ZERO.toBytes();
/** The points of small order, as RFC 7748's curve has eight of them, in their canonical spelling. */
const SMALL = [
  NEUTRAL,
  fromHex('ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'),
  fromHex('0000000000000000000000000000000000000000000000000000000000000000'),
  fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
];

const numberOf = (bytes: Uint8Array): bigint =>
  [...bytes].reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const bytesOf = (number: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));

/** The signature with this R by the holder of the secret: it solves the equation, whatever R is. */
const signedWith = (r: Uint8Array, nonce: bigint, key: Uint8Array = own): Uint8Array => {
  const challenge = numberOf(sha512(new Uint8Array([...r, ...key, ...message]))) % ORDER;
  const { scalar } = ed25519.utils.getExtendedPublicKey(SEED);
  return new Uint8Array([...r, ...bytesOf((nonce + challenge * scalar) % ORDER)]);
};
const moved = (point: Uint8Array, by: Uint8Array): Uint8Array =>
  Point.fromBytes(point).add(Point.fromBytes(by)).toBytes();
const ofNonce = Point.BASE.multiply(7n).toBytes();
const changed = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

type Offer = readonly [what: string, key: Uint8Array, signature: Uint8Array, taken: boolean];

/** Offers with the honest key, or with one that no table of central's holds. */
const OFFERS: readonly Offer[] = [
  ['an ordinary signature', own, signature, true],
  ['one by another nonce', own, signedWith(ofNonce, 7n), true],
  ['a changed R', own, changed(signature, 3), false],
  ['a changed S', own, changed(signature, 40), false],
  [
    'S beyond the order',
    own,
    new Uint8Array([
      ...signature.subarray(0, 32),
      ...bytesOf(numberOf(signature.subarray(32)) + ORDER),
    ]),
    false,
  ],
  ['the neutral point as R', own, signedWith(NEUTRAL, 0n), false],
  ...SMALL.map(
    (point, n): Offer => [`an R of small order, ${n}`, own, signedWith(point, 0n), false],
  ),
  ...SMALL.slice(1).map(
    (point, n): Offer => [
      `an R moved by a point of small order, ${n}`,
      own,
      signedWith(moved(ofNonce, point), 7n),
      false,
    ],
  ),
  ['63 bytes', own, signature.subarray(0, 63), false],
  ['65 bytes', own, new Uint8Array([...signature, 0]), false],
  ['no bytes', own, new Uint8Array(), false],
];
const WEAK: readonly Offer[] = [
  ...SMALL.map((point, n): Offer => [`a key of small order, ${n}`, point, signature, false]),
  // Anyone signs for the neutral point as a key: S = r.
  [
    'a signature that holds for the neutral key',
    NEUTRAL,
    new Uint8Array([...ofNonce, ...bytesOf(7n)]),
    false,
  ],
  ...SMALL.slice(1).map(
    (point, n): Offer => [
      `a key moved by a point of small order, ${n}`,
      moved(own, point),
      signedWith(ofNonce, 7n, moved(own, point)),
      false,
    ],
  ),
  ['bytes that are no point', new Uint8Array(32).fill(2), signature, false],
  ['a key in another spelling', new Uint8Array(32).fill(0xff), signature, false],
  ['31 bytes of a key', own.subarray(0, 31), signature, false],
];

const takes = (verify: VerifySignature, key: Uint8Array, by: Uint8Array): boolean =>
  verify(toBase64url(key) as PublicKey, message, toBase64url(by) as Signature);

describe.each<readonly [string, VerifySignature]>([
  ['the portable check', verifySignature],
  ["the terminal's", terminalVerify],
  ["central's", centralVerify],
])('%s', (_name, verify) => {
  it.each([...OFFERS, ...WEAK])('judges %s', (_what, key, by, taken) => {
    expect(takes(verify, key, by)).toBe(taken);
  });

  it('takes no text that is no signature', () => {
    for (const text of ['', 'AA', 'not base64url!', `${toBase64url(signature)}=`]) {
      expect(verify(signer.publicKey, message, text as Signature)).toBe(false);
    }
  });

  it('judges each signature of Wycheproof as its file does', () => {
    const path = new URL('./vectors/published/wycheproof-ed25519.json', import.meta.url);
    const file = wycheproofFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    const cases = wycheproofCases(file, verify);
    expect(cases.length).toBeGreaterThan(100);
    for (const { name, expected, run } of cases) expect([name, run()]).toEqual([name, expected]);
  });
});

it.each(OFFERS)(
  'judges %s with a key of which central knows that it is one',
  (_what, key, by, taken) => {
    expect(takes(verifyByStored, key, by)).toBe(taken);
  },
);

it('refuses what runtimes differ about, whatever a runtime says', () => {
  const lenient = makeVerify(() => true);
  expect(takes(lenient, own, signature)).toBe(true);
  for (const [, key, by] of WEAK) expect(takes(lenient, key, by)).toBe(false);
  expect(takes(lenient, own, signedWith(NEUTRAL, 0n))).toBe(false);
  expect(takes(lenient, own, signature.subarray(0, 63))).toBe(false);
  expect(
    takes(
      makeVerify(() => {
        throw new Error('malformed');
      }),
      own,
      signature,
    ),
  ).toBe(false);
});
