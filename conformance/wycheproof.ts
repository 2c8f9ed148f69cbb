import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { equalBytes, fromHex, toBase64url, toHex } from '../shared/protocol/codec/bytes.ts';
import {
  sharedSecret,
  type VerifySignature,
  verifySignature,
} from '../shared/protocol/crypto/keys.ts';
import type { PublicKey, Signature } from '../shared/protocol/ids.ts';
import type { Case } from './vector.ts';

const test = z.looseObject({
  tcId: z.int(),
  comment: z.string(),
  result: z.enum(['valid', 'invalid', 'acceptable']),
});
const group = z.looseObject({ tests: z.array(test) });
/** A file of C2SP Wycheproof. */
export const wycheproofFile = z.looseObject({
  algorithm: z.enum(['EDDSA', 'HKDF-SHA-256', 'HMACSHA256', 'XDH']),
  testGroups: z.array(group),
});
type Test = z.infer<typeof test>;
type Group = z.infer<typeof group>;

const hex = (from: Readonly<Record<string, unknown>>, name: string): Uint8Array =>
  fromHex(z.string().parse(from[name]));

/** Whether the implementation takes what the test offers, and comes to the same result. */
type Check = (test: Test, group: Group, verify: VerifySignature) => boolean;

const ed25519: Check = (offered, { publicKey }, verify) => {
  const key = hex(z.looseObject({}).parse(publicKey), 'pk');
  return verify(
    toBase64url(key) as PublicKey,
    hex(offered, 'msg'),
    toBase64url(hex(offered, 'sig')) as Signature,
  );
};

const hkdfSha256: Check = (offered) => {
  const [ikm, salt, info] = [hex(offered, 'ikm'), hex(offered, 'salt'), hex(offered, 'info')];
  try {
    const okm = hkdf(sha256, ikm, salt, info, z.int().parse(offered['size']));
    return toHex(okm) === offered['okm'];
  } catch {
    return false;
  }
};

const hmacSha256: Check = (offered, { tagSize }) => {
  const tag = hmac(sha256, hex(offered, 'key'), hex(offered, 'msg'));
  return equalBytes(tag.subarray(0, z.int().parse(tagSize) / 8), hex(offered, 'tag'));
};

const x25519: Check = (offered) => {
  const other = toBase64url(hex(offered, 'public')) as PublicKey;
  try {
    return toHex(sharedSecret(hex(offered, 'private'), other)) === offered['shared'];
  } catch {
    return false;
  }
};

const CHECKS = { EDDSA: ed25519, 'HKDF-SHA-256': hkdfSha256, HMACSHA256: hmacSha256, XDH: x25519 };

/**
 * What must happen. `acceptable` is decided for X25519, where alone it occurs: a shared secret of
 * zeros is refused, any other (twist points, non-canonical keys) is computed as the file has it.
 */
const mustPass = ({ result, shared }: Test): boolean =>
  result === 'valid' || (result === 'acceptable' && !/^0+$/.test(String(shared)));

/** The cases of a file; those of Ed25519 for any check of signatures. */
export const wycheproofCases = (
  { algorithm, testGroups }: z.infer<typeof wycheproofFile>,
  verify: VerifySignature = verifySignature,
): Case[] =>
  testGroups.flatMap((from) =>
    from.tests.map((offered) => ({
      name: `${offered.tcId}: ${offered.comment}`,
      expected: { taken: mustPass(offered) },
      run: () => ({ taken: CHECKS[algorithm](offered, from, verify) }),
    })),
  );
