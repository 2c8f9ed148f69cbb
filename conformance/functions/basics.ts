import { ed25519 } from '@noble/curves/ed25519.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { extract, hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { decodeBase45, encodeBase45 } from '../../shared/protocol/codec/base45.ts';
import {
  fromBase64url,
  fromHex,
  lengthPrefixed,
  toBase64url,
  toHex,
  utf8,
} from '../../shared/protocol/codec/bytes.ts';
import { labelled } from '../../shared/protocol/codec/canonical.ts';
import {
  agreementKey,
  derivePepper,
  fingerprint,
  isStrictKey,
  makeSigner,
  spokenFingerprint,
  verifySignature,
} from '../../shared/protocol/crypto/keys.ts';
import { instant, type PublicKey, type Signature, terminalId } from '../../shared/protocol/ids.ts';
import { readTrustedTime, timeAnchor } from '../../shared/protocol/time/trusted-time.ts';
import { bytes, read, text, type VectorFunction, whole } from '../vector.ts';

const part = z.union([z.strictObject({ text: z.string() }), z.strictObject({ hex: z.string() })]);

/** Primitives as they are used, bytes, identities and time. */
export const BASICS: Readonly<Record<string, VectorFunction>> = {
  'hkdf-sha256': (input) => {
    const [ikm, salt, info] = ['ikm', 'salt', 'info'].map((name) => bytes(input, name));
    const okm = hkdf(sha256, ikm ?? new Uint8Array(), salt, info, whole(input, 'length'));
    return { prk: toHex(extract(sha256, ikm ?? new Uint8Array(), salt)), okm: toHex(okm) };
  },
  ed25519: (input) => {
    const [seed, message] = [bytes(input, 'seed'), bytes(input, 'message')];
    const signature = ed25519.sign(message, seed);
    const key = ed25519.getPublicKey(seed);
    const verified = verifySignature(
      toBase64url(key) as PublicKey,
      message,
      toBase64url(signature) as Signature,
    );
    return { publicKey: toHex(key), signature: toHex(signature), verified };
  },
  argon2id: (input) => ({
    tag: toHex(
      argon2id(bytes(input, 'password'), bytes(input, 'salt'), {
        key: bytes(input, 'secret'),
        personalization: bytes(input, 'associatedData'),
        m: whole(input, 'memoryKiB'),
        t: whole(input, 'passes'),
        p: whole(input, 'lanes'),
        dkLen: whole(input, 'length'),
      }),
    ),
  }),
  'base45-encode': (input) => ({ text: encodeBase45(bytes(input, 'bytes')) }),
  'base45-decode': (input) => {
    const decoded = decodeBase45(utf8(text(input, 'text')));
    return decoded === null ? { error: 'not-base45' } : { bytes: toHex(decoded) };
  },
  'length-prefixed': (input) => {
    const parts = read(input, 'parts', z.array(part));
    return {
      bytes: toHex(lengthPrefixed(...parts.map((p) => ('text' in p ? p.text : fromHex(p.hex))))),
    };
  },
  labelled: (input) => {
    const made = labelled(`kerbside/v1/${text(input, 'label')}`, input['value']);
    return { bytes: toHex(made), sha256: toHex(sha256(made)) };
  },
  fingerprint: (input) => {
    const key = toBase64url(bytes(input, 'publicKey')) as PublicKey;
    return { fingerprint: toHex(fromBase64url(fingerprint(key))), spoken: spokenFingerprint(key) };
  },
  'public-keys': (input) => ({
    signing: toHex(fromBase64url(makeSigner(bytes(input, 'signingSeed')).publicKey)),
    agreement: toHex(fromBase64url(agreementKey(bytes(input, 'agreementSecret')))),
  }),
  'strict-key': (input) => {
    const key = toBase64url(bytes(input, 'publicKey')) as PublicKey;
    return isStrictKey(key) ? { ok: true } : { error: 'not-strict' };
  },
  pepper: (input) => {
    const other = toBase64url(bytes(input, 'otherPublic')) as PublicKey;
    const terminal = read(input, 'terminal', terminalId);
    const secret = bytes(input, 'ownSecret');
    try {
      return { pepper: toHex(derivePepper(secret, other, terminal)) };
    } catch {
      return { error: 'small-order-key' };
    }
  },
  'trusted-time': (input) => ({
    ...readTrustedTime({
      anchor: read(input, 'anchor', timeAnchor.nullable()),
      boot: read(input, 'boot', z.strictObject({ bootId: z.string(), elapsedMs: z.number() })),
      wall: read(input, 'wall', instant),
      newestEntry: read(input, 'newestEntry', instant.nullable()),
    }),
  }),
};
