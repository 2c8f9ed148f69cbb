import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { err, ok, type Result } from '../../result.ts';
import { type CentralKey, findCentralKey } from '../api/signed.ts';
import { decodeBase45, encodeBase45 } from '../codec/base45.ts';
import { fromBase64url, utf8, wipe } from '../codec/bytes.ts';
import { readCose, signCose } from '../crypto/cose-sign1.ts';
import { makeSigner, type Signer, type VerifySignature } from '../crypto/keys.ts';
import type { DepotId, Instant, PublicKey, Random16, TerminalId } from '../ids.ts';
import { PASS_PREFIX } from '../scan/own-prefixes.ts';
import { decodePassPayload, encodePassPayload, type Pass } from './pass-payload.ts';
import { checkValidity, type PresenceKey } from './sealed.ts';

/** The most bytes of text that a pass may have. */
export const MAX_PASS_LENGTH = 1_024;

const LABEL = 'kerbside/v1/pass';

/**
 * The key by which a pass signs its own hand-over: whoever has not seen the pass cannot have it, for
 * `once` and the signature are part of the message. Central keeps its public key, as of a code.
 */
const derivePresence = (message: Uint8Array, once: Random16): PresenceKey => {
  const salt = fromBase64url(once);
  const seed = hkdf(sha256, message, salt, utf8('kerbside/v1/pass-presence'), 32);
  return { ...makeSigner(seed), wipe: () => wipe(seed) };
};

/** A pass that was made: what the QR says, and what central keeps to prove its hand-over by. */
export type MadePass = { readonly text: string; readonly presenceKey: PublicKey };

/** `too-long`: its lines need more than a pass may have. `outlives-key`: the key ends before it. */
export type PassProblem = 'too-long' | 'outlives-key';

/**
 * Central's side: signs a pass with its pass key. The text is of a QR code's alphanumeric mode.
 * `says` must be of the schema, with `once` from a cryptographic source.
 */
export const makePass = (
  says: Pass,
  key: Pick<CentralKey, 'id' | 'notBefore' | 'notAfter'>,
  signer: Signer,
): Result<MadePass, PassProblem> => {
  if (says.notBefore < key.notBefore || says.notAfter > key.notAfter) return err('outlives-key');
  const message = signCose(LABEL, key.id, signer, encodePassPayload(says));
  const text = PASS_PREFIX + encodeBase45(message);
  if (text.length > MAX_PASS_LENGTH) return err('too-long');
  const presence = derivePresence(message, says.once);
  presence.wipe();
  return ok({ text, presenceKey: presence.publicKey });
};

/** Where a pass is shown. `routes` are the names of the routes that the terminal has. */
export type PassContext = {
  readonly terminal: TerminalId;
  readonly depot: DepotId;
  readonly routes: readonly string[];
};

/** What a pass comes to. Whether it was used before, its taker must look up by `once`. */
export type PassVerdict =
  /** `presence` signs the hand-over once, then its `wipe` ends it. */
  | { readonly result: 'valid'; readonly pass: Pass; readonly presence: PresenceKey }
  /** No pass, or not in the one form that a pass has. */
  | { readonly result: 'unreadable' }
  /** Signed with a key that the list does not have, not for passes, or not at this instant. */
  | { readonly result: 'unknown-key' }
  | { readonly result: 'bad-signature' }
  | { readonly result: 'not-for-this-terminal' }
  | { readonly result: 'not-yet-valid'; readonly from: Instant }
  | { readonly result: 'expired'; readonly since: Instant };

const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const isFor = ({ audience }: Pass, here: PassContext): boolean => {
  if (audience.kind === 'terminal') return sameId(audience.terminal, here.terminal);
  if (!sameId(audience.depot, here.depot)) return false;
  return audience.kind === 'depot' || here.routes.includes(audience.route);
};

const hasPrefix = (text: Uint8Array): boolean =>
  [...PASS_PREFIX].every((character, i) => text[i] === character.charCodeAt(0));

/**
 * Reads and judges a pass. Nothing of it is believed before its signature is. Work is bounded on any
 * input, and no input makes it throw. The clock, the lease and whether the pass or its delivery was
 * used before are for the caller.
 */
export const openPass = (
  text: Uint8Array,
  keys: readonly CentralKey[],
  here: PassContext,
  now: Instant,
  verify: VerifySignature,
): PassVerdict => {
  if (text.length > MAX_PASS_LENGTH || !hasPrefix(text)) return { result: 'unreadable' };
  const message = decodeBase45(text.subarray(PASS_PREFIX.length));
  const cose = message === null ? null : readCose(LABEL, message);
  if (message === null || cose === null) return { result: 'unreadable' };

  // Key ids are ASCII; bytes beyond it become an id that no key has.
  const keyId = String.fromCharCode(...cose.keyId);
  const key = findCentralKey(keys, keyId, 'pass', now);
  if (key === null) return { result: 'unknown-key' };
  if (!verify(key, cose.signed, cose.signature)) return { result: 'bad-signature' };

  const says = decodePassPayload(cose.payload);
  if (says === null) return { result: 'unreadable' };
  if (!isFor(says, here)) return { result: 'not-for-this-terminal' };
  const validity = checkValidity(says, now);
  if (validity === 'not-yet-valid') return { result: validity, from: says.notBefore };
  if (validity === 'expired') return { result: validity, since: says.notAfter };
  return { result: 'valid', pass: says, presence: derivePresence(message, says.once) };
};
