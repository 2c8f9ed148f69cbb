import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { holds, watchMemory } from '../../testing/memory.ts';
import { makeDeliveryCode } from '../code/delivery-code.ts';
import { fromBase64url, toBase64url, utf8 } from '../codec/bytes.ts';
import { type Argon2id, portableArgon2id } from '../crypto/argon2id.ts';
import { verifySignature } from '../crypto/keys.ts';
import type { DeliveryId, Epoch, Instant, Random16 } from '../ids.ts';
import { checkValidity, sealCode, sealedVerifier, trySealedCode } from './sealed.ts';

const cost = { memoryKiB: 8_192, passes: 1, lanes: 1 };
const binding = {
  purpose: 'hand-over' as const,
  delivery: '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId,
  epoch: 1 as Epoch,
  salt: toBase64url(new Uint8Array(16).fill(7)) as Random16,
  cost,
};
const pepper = new Uint8Array(32).fill(1);
const code = makeDeliveryCode(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9]));
const otherCode = makeDeliveryCode(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 10]));
const presenceKey = await sealCode(binding, pepper, code, portableArgon2id);
const verifier = sealedVerifier.parse({
  scheme: 'sealed',
  ...binding,
  presenceKey,
  notBefore: 1_800_000_000_000,
  notAfter: 1_800_000_600_000,
  attempts: 5,
});

test('the right code gives a key whose signature the verifier proves', async () => {
  const presence = await trySealedCode(verifier, pepper, code, portableArgon2id);
  const message = new Uint8Array([1, 2, 3]);
  const signature = presence?.sign(message);
  expect(signature && verifySignature(presenceKey, message, signature)).toBe(true);
});

test.each([
  ['another code', verifier, pepper, otherCode],
  ['another terminal', verifier, new Uint8Array(32).fill(2), code],
  [
    'another delivery',
    { ...verifier, delivery: '4f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' },
    pepper,
    code,
  ],
  ['another epoch', { ...verifier, epoch: 2 }, pepper, code],
  ['another purpose', { ...verifier, purpose: 'override' as const }, pepper, code],
  ['another salt', { ...verifier, salt: toBase64url(new Uint8Array(16)) }, pepper, code],
  ['another cost', { ...verifier, cost: { ...cost, passes: 2 } }, pepper, code],
])('%s gives nothing', async (_name, changed, key, shown) => {
  const parsed = sealedVerifier.parse(changed);
  expect(await trySealedCode(parsed, key, shown, portableArgon2id)).toBeNull();
});

test('a wiped presence key no longer signs what the verifier proves', async () => {
  const presence = await trySealedCode(verifier, pepper, code, portableArgon2id);
  presence?.wipe();
  const message = new Uint8Array([1]);
  const signature = presence?.sign(message);
  expect(signature && verifySignature(presenceKey, message, signature)).toBe(false);
});

test('a code is good from its first instant until just before its last', () => {
  const at = (now: number) => checkValidity(verifier, now as Instant);
  expect(at(1_799_999_999_999)).toBe('not-yet-valid');
  expect(at(1_800_000_000_000)).toBe('valid');
  expect(at(1_800_000_599_999)).toBe('valid');
  expect(at(1_800_000_600_000)).toBe('expired');
});

test.each([
  ['no memory', { cost: { ...cost, memoryKiB: 0 } }],
  ['4 GiB of memory', { cost: { ...cost, memoryKiB: 4_194_304 } }],
  ['no passes', { cost: { ...cost, passes: 0 } }],
  ['a short salt', { salt: toBase64url(new Uint8Array(15)) }],
  ['a key with stray bits', { presenceKey: `${'A'.repeat(42)}B` }],
  ['validity that ends before it begins', { notAfter: 1_700_000_000_000 }],
  ['a field that nobody knows', { free: true }],
])('a verifier with %s is not one', (_name, change) => {
  expect(sealedVerifier.safeParse({ ...verifier, ...change }).success).toBe(false);
});

test.each([
  ['sealing a code', 'seal', code],
  ['trying the right code', 'try', code],
  ['trying a wrong code', 'try', otherCode],
] as const)('after %s nothing secret stays in memory', async (_name, what, shown) => {
  const given: Uint8Array[] = [];
  let seed = new Uint8Array();
  // Not Argon2id, but what it hands over and takes: the secrets between the code and its key.
  const derive: Argon2id = async (secret, salt) => {
    const root = sha256(secret);
    given.push(secret, root);
    seed = hkdf(sha256, root.slice(), salt, utf8('kerbside/v1/presence'), 32);
    return root;
  };
  const sealed = { ...verifier, presenceKey: await sealCode(binding, pepper, code, derive) };
  const { made, value } = await watchMemory(async () => {
    if (what === 'seal') return sealCode(binding, pepper, shown, derive);
    const presence = await trySealedCode(sealed, pepper, shown, derive);
    presence?.wipe();
    return presence;
  });
  expect(value === null).toBe(shown === otherCode);
  const ours = made.filter((bytes) => bytes !== seed);
  expect(holds(ours, shown)).toBe(false);
  expect(holds(ours, seed)).toBe(false);
  for (const secret of given) expect(secret).toEqual(new Uint8Array(32));
});

test('the salt is that of the verifier, so that equal codes give different keys', async () => {
  const salts: Uint8Array[] = [];
  const derive: Argon2id = async (secret, salt) => {
    salts.push(salt);
    return sha256(secret);
  };
  await trySealedCode(verifier, pepper, code, derive);
  expect(salts).toEqual([fromBase64url(binding.salt)]);
});
