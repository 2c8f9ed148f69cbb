import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { fromBase64url, fromHex, toBase64url } from '../codec/bytes.ts';
import type { PublicKey, Signature } from '../ids.ts';
import { isStrictKey, makeSigner, spokenFingerprint, verifySignature } from './keys.ts';

const signer = makeSigner(new Uint8Array(32).fill(8));
const message = new Uint8Array([1, 2, 3]);
const asKey = (bytes: Uint8Array) => toBase64url(bytes) as PublicKey;

test('a signature is good for its key and its message alone', () => {
  const signature = signer.sign(message);
  expect(verifySignature(signer.publicKey, message, signature)).toBe(true);
  expect(verifySignature(signer.publicKey, new Uint8Array([1]), signature)).toBe(false);
  const other = makeSigner(new Uint8Array(32).fill(9)).publicKey;
  expect(verifySignature(other, message, signature)).toBe(false);
});

test('keys of small order, moved by one, or no key at all are not taken', () => {
  const neutral = fromHex('0100000000000000000000000000000000000000000000000000000000000000');
  const orderTwo = fromHex('ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
  const moved = ed25519.Point.fromBytes(fromBase64url(signer.publicKey))
    .add(ed25519.Point.fromBytes(orderTwo))
    .toBytes();
  for (const bytes of [neutral, orderTwo, moved, new Uint8Array(32).fill(0xff)]) {
    expect(isStrictKey(asKey(bytes))).toBe(false);
    expect(verifySignature(asKey(bytes), message, signer.sign(message))).toBe(false);
  }
  expect(isStrictKey(signer.publicKey)).toBe(true);
});

test('text that is no signature is false, not an exception', () => {
  for (const text of ['', 'AA', 'not base64url!']) {
    expect(verifySignature(signer.publicKey, message, text as Signature)).toBe(false);
  }
});

test('a fingerprint is read out as six groups of four characters of the code', () => {
  expect(spokenFingerprint(signer.publicKey)).toMatch(
    /^([0-9A-HJKMNP-TV-Z]{4} ){5}[0-9A-HJKMNP-TV-Z]{4}$/,
  );
});
