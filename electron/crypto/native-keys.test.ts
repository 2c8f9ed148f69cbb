import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromHex, toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { makeAgreement, makeSigner, verifySignature } from '../../shared/protocol/crypto/keys.ts';
import type { PublicKey } from '../../shared/protocol/ids.ts';
import { makeNativeAgreement, makeNativeSigner } from './native-keys.ts';

/** The n-th of a row of bytes that is the same in every run. */
const bytes = (name: string, n: number, size: number): Uint8Array =>
  new Uint8Array(createHash('shake256', { outputLength: size }).update(`${name} ${n}`).digest());

test('signs as the portable signer does, with the same key', () => {
  for (let n = 0; n < 40; n++) {
    const seed = bytes('seed', n, 32);
    const portable = makeSigner(seed);
    const native = makeNativeSigner(seed);
    const message = n === 0 ? new Uint8Array(0) : bytes('message', n, n * 37);
    expect(native.publicKey).toBe(portable.publicKey);
    expect(native.sign(message)).toBe(portable.sign(message));
    expect(verifySignature(native.publicKey, message, native.sign(message))).toBe(true);
  }
});

test('agrees on the same secrets as the portable agreement', () => {
  for (let n = 0; n < 40; n++) {
    const secret = bytes('secret', n, 32);
    // Any 32 bytes are a key (RFC 7748, section 5), those with the highest bit set as well.
    const other = toBase64url(bytes('other', n, 32)) as PublicKey;
    const native = makeNativeAgreement(secret);
    expect(native.publicKey).toBe(makeAgreement(secret).publicKey);
    expect(native.sharedSecret(other)).toEqual(makeAgreement(secret).sharedSecret(other));
  }
});

test('no agreement takes a key of small order, or no key at all', () => {
  const secret = bytes('secret', 0, 32);
  const zero = '00'.repeat(32);
  const one = `01${'00'.repeat(31)}`;
  // RFC 7748's curve has points of order 8 as well; this is one of them.
  const eight = 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800';
  for (const point of [zero, one, eight, 'ff', '']) {
    const key = toBase64url(fromHex(point)) as PublicKey;
    expect(() => makeAgreement(secret).sharedSecret(key)).toThrow();
    expect(() => makeNativeAgreement(secret).sharedSecret(key)).toThrow();
  }
});

test('work on after the caller has wiped what they were made from', () => {
  const seed = bytes('seed', 0, 32);
  const secret = bytes('secret', 0, 32);
  const other = toBase64url(bytes('other', 0, 32)) as PublicKey;
  const signer = makeNativeSigner(seed);
  const agreement = makeNativeAgreement(secret);
  const before = [signer.sign(bytes('message', 1, 20)), agreement.sharedSecret(other)];
  seed.fill(0);
  secret.fill(0);
  expect([signer.sign(bytes('message', 1, 20)), agreement.sharedSecret(other)]).toEqual(before);
});

test('are made of 32 bytes and nothing else', () => {
  for (const size of [0, 31, 33]) {
    expect(() => makeNativeSigner(bytes('seed', 0, size))).toThrow(RangeError);
    expect(() => makeNativeAgreement(bytes('seed', 0, size))).toThrow(RangeError);
  }
});
