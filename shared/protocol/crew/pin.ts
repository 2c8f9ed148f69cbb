import { z } from 'zod';
import { equalBytes, fromBase64url, lengthPrefixed, toBase64url, wipe } from '../codec/bytes.ts';
import { type Argon2id, type Argon2Parameters, argon2Parameters } from '../crypto/argon2id.ts';
import { type Hash, hash, type Random16, random16, type StaffId } from '../ids.ts';
import { MAX_PIN, MIN_PIN } from '../plain-values.ts';

/** What there is of a PIN: a slow hash (Argon2id, RFC 9106) with a salt of its own. */
export const pinVerifier = z.strictObject({
  salt: random16,
  cost: argon2Parameters,
  hash,
});
export type PinVerifier = z.infer<typeof pinVerifier>;

/** Wrong PINs in a row that lock it, until a docking or the badge. */
export const PIN_ATTEMPTS = 5;

/** Whether typed bytes have the form of a PIN. */
export const isPin = (typed: Uint8Array): boolean =>
  typed.length >= MIN_PIN &&
  typed.length <= MAX_PIN &&
  typed.every((byte) => byte >= 0x30 && byte <= 0x39);

const derive = async (
  staff: StaffId,
  salt: Random16,
  cost: Argon2Parameters,
  pin: Uint8Array,
  argon2id: Argon2id,
): Promise<Uint8Array> => {
  const secret = lengthPrefixed('kerbside/v1/pin', staff, pin);
  const derived = await argon2id(secret, fromBase64url(salt), cost);
  wipe(secret);
  return derived;
};

/** What is kept of a person's PIN. The caller wipes the PIN. */
export const sealPin = async (
  staff: StaffId,
  salt: Random16,
  cost: Argon2Parameters,
  pin: Uint8Array,
  argon2id: Argon2id,
): Promise<PinVerifier> => {
  const derived = await derive(staff, salt, cost, pin, argon2id);
  const verifier = { salt, cost, hash: toBase64url(derived) as Hash };
  wipe(derived);
  return verifier;
};

/** Whether it is that person's PIN, compared in constant time. The try was counted before. */
export const isRightPin = async (
  staff: StaffId,
  { salt, cost, hash: expected }: PinVerifier,
  pin: Uint8Array,
  argon2id: Argon2id,
): Promise<boolean> => {
  const derived = await derive(staff, salt, cost, pin, argon2id);
  const isRight = equalBytes(derived, fromBase64url(expected));
  wipe(derived);
  return isRight;
};
