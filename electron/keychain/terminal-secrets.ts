import { z } from 'zod';
import { fromBase64url, toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { hash, sequence } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { AnchorKeeper, Secrets, TerminalKeys } from '../app/ports/keychain.ts';
import type { Keychain } from './os-keychain.ts';

const KEY_BYTES = 32;
const keyText = z.base64url().transform((text, context) => {
  try {
    const key = fromBase64url(text);
    if (key.length === KEY_BYTES) return key;
  } catch {}
  context.addIssue('not a key of 32 bytes');
  return z.NEVER;
});
const keysItem = z
  .strictObject({
    version: z.literal(1),
    storeKey: keyText,
    signingSeed: keyText,
    agreementSecret: keyText,
  })
  .transform(({ version: _, ...keys }): TerminalKeys => keys);
const head = z.strictObject({ sequence, hash }).nullable();
const anchorItem = z
  .strictObject({ version: z.literal(1), committed: head, pending: head })
  .transform(({ committed, pending }) => ({ committed, pending }));

const parseItem = <T>(schema: z.ZodType<T>, text: string): Result<T, ProblemCode> => {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : err('keychain-item-corrupt');
  } catch {
    return err('keychain-item-corrupt');
  }
};

/** The keys of a profile, or null if it never had any. */
export const readKeys = async (
  keychain: Keychain,
  profile: string,
): Promise<Result<TerminalKeys | null, ProblemCode>> => {
  const item = await keychain.get(`${profile}/keys`);
  if (!item.ok || item.value === null) return item.ok ? ok(null) : item;
  return parseItem(keysItem, item.value);
};

/** Makes and stores the keys of a new profile. `random` is a cryptographic source. */
export const createKeys = async (
  keychain: Keychain,
  profile: string,
  random: (bytes: number) => Uint8Array,
): Promise<Result<TerminalKeys, ProblemCode>> => {
  const keys: TerminalKeys = {
    storeKey: random(KEY_BYTES),
    signingSeed: random(KEY_BYTES),
    agreementSecret: random(KEY_BYTES),
  };
  const item = {
    version: 1,
    storeKey: toBase64url(keys.storeKey),
    signingSeed: toBase64url(keys.signingSeed),
    agreementSecret: toBase64url(keys.agreementSecret),
  };
  const stored = await keychain.set(`${profile}/keys`, JSON.stringify(item));
  return stored.ok ? ok(keys) : stored;
};

/** Deletes everything that the keychain has of a profile: its keys, and the heads of its log. */
export const deleteSecrets = async (
  keychain: Keychain,
  profile: string,
): Promise<Result<null, ProblemCode>> => {
  const keys = await keychain.remove(`${profile}/keys`);
  return keys.ok ? keychain.remove(`${profile}/anchor`) : keys;
};

/** Keeps the log's heads in the keychain. Absent stands for a log that never had an entry. */
export const makeAnchorKeeper = (keychain: Keychain, profile: string): AnchorKeeper => {
  const account = `${profile}/anchor`;
  return {
    read: async () => {
      const item = await keychain.get(account);
      if (!item.ok) return item;
      if (item.value === null) return ok({ committed: null, pending: null });
      return parseItem(anchorItem, item.value);
    },
    write: (heads) => keychain.set(account, JSON.stringify({ version: 1, ...heads })),
  };
};

/**
 * Writes once before it reads: a keychain that takes nothing is found now, and not at the first
 * customer's door; and one that is locked asks its person once. gnome-keyring, asked for several
 * items while it is locked, may leave some of them unanswered for ever.
 */
export const readSecrets = async (
  keychain: Keychain,
  profile: string,
): Promise<Result<Secrets, ProblemCode>> => {
  const writable = await keychain.set('probe', 'unlocked');
  if (!writable.ok) return writable;
  const [keys, heads] = await Promise.all([
    readKeys(keychain, profile),
    makeAnchorKeeper(keychain, profile).read(),
  ]);
  if (!keys.ok) return keys;
  return heads.ok ? ok({ keys: keys.value, heads: heads.value }) : heads;
};
