import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { fromBase64url, toBase64url, utf8, wipe } from '../../shared/protocol/codec/bytes.ts';
import { hash, sequence } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { AnchorKeeper, Secrets, TerminalKeys } from '../app/ports/keychain.ts';
import type { MachineId } from './machine-id.ts';
import type { Keychain } from './os-keychain.ts';

const KEY_BYTES = 32;
const MARK_BYTES = 16;
const keyText = z.base64url().transform((text, context) => {
  try {
    const key = fromBase64url(text);
    if (key.length === KEY_BYTES) return key;
  } catch {}
  context.addIssue('not a key of 32 bytes');
  return z.NEVER;
});
/** What the keychain has are seeds: a key is one of them and the machine's id together. */
const keysItem = z
  .strictObject({
    version: z.literal(1),
    /** What follows from the machine's id, and from no other one. */
    machine: z.base64url(),
    storeKey: keyText,
    signingSeed: keyText,
    agreementSecret: keyText,
  })
  .transform(({ version: _, machine, ...seeds }) => ({ machine, seeds }));

/** HKDF-SHA-256 (RFC 5869), with the machine's id as its salt. */
const bind = (
  seed: Uint8Array,
  machine: MachineId,
  label: 'store' | 'signing' | 'agreement' | 'mark',
  length: number,
): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', seed, utf8(machine), utf8(`kerbside/v1/machine/${label}`), length),
  );

/** Tells keys of another machine from damaged ones; neither the id nor a key follows from it. */
const markOf = (machine: MachineId): string =>
  toBase64url(bind(utf8('kerbside'), machine, 'mark', MARK_BYTES));

/** The keys that seeds are on a machine. The seeds are wiped. */
const keysOn = (seeds: TerminalKeys, machine: MachineId): TerminalKeys => {
  const keys = {
    storeKey: bind(seeds.storeKey, machine, 'store', KEY_BYTES),
    signingSeed: bind(seeds.signingSeed, machine, 'signing', KEY_BYTES),
    agreementSecret: bind(seeds.agreementSecret, machine, 'agreement', KEY_BYTES),
  };
  for (const seed of Object.values(seeds)) wipe(seed);
  return keys;
};
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

/**
 * The keys of a profile on this machine, or null if it never had any. `keys-of-another-machine` if
 * they were made on another one: a profile that was copied or has followed its user here.
 */
export const readKeys = async (
  keychain: Keychain,
  profile: string,
  machine: MachineId,
): Promise<Result<TerminalKeys | null, ProblemCode>> => {
  const item = await keychain.get(`${profile}/keys`);
  if (!item.ok || item.value === null) return item.ok ? ok(null) : item;
  const parsed = parseItem(keysItem, item.value);
  if (!parsed.ok) return parsed;
  const { machine: mark, seeds } = parsed.value;
  if (mark !== markOf(machine)) return err('keys-of-another-machine');
  return ok(keysOn(seeds, machine));
};

/** Makes and stores the keys of a new profile on this machine. `random` is a cryptographic source. */
export const createKeys = async (
  keychain: Keychain,
  profile: string,
  machine: MachineId,
  random: (bytes: number) => Uint8Array,
): Promise<Result<TerminalKeys, ProblemCode>> => {
  const seeds: TerminalKeys = {
    storeKey: random(KEY_BYTES),
    signingSeed: random(KEY_BYTES),
    agreementSecret: random(KEY_BYTES),
  };
  const item = {
    version: 1,
    machine: markOf(machine),
    storeKey: toBase64url(seeds.storeKey),
    signingSeed: toBase64url(seeds.signingSeed),
    agreementSecret: toBase64url(seeds.agreementSecret),
  };
  const keys = keysOn(seeds, machine);
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

const NO_HEADS: Secrets['heads'] = { committed: null, pending: null };

/** Keeps the log's heads in the keychain. Absent stands for a log that never had an entry. */
export const makeAnchorKeeper = (keychain: Keychain, profile: string): AnchorKeeper => {
  const account = `${profile}/anchor`;
  return {
    read: async () => {
      const item = await keychain.get(account);
      if (!item.ok) return item;
      if (item.value === null) return ok(NO_HEADS);
      return parseItem(anchorItem, item.value);
    },
    write: (heads) => keychain.set(account, JSON.stringify({ version: 1, ...heads })),
  };
};

/**
 * Writes once before it reads: a keychain that takes nothing is found now, and not at the first
 * customer's door; and one that is locked asks its person once. gnome-keyring, asked for several
 * items while it is locked, may leave some of them unanswered for ever.
 *
 * A head that cannot be read vouches for nothing, like one that is gone: then the store is taken for
 * an old copy, which accepts nothing and hands in what it has. Without its keys it could not even that.
 */
export const readSecrets = async (
  keychain: Keychain,
  profile: string,
  machine: MachineId,
): Promise<Result<Secrets, ProblemCode>> => {
  const writable = await keychain.set('probe', 'unlocked');
  if (!writable.ok) return writable;
  const [keys, heads] = await Promise.all([
    readKeys(keychain, profile, machine),
    makeAnchorKeeper(keychain, profile).read(),
  ]);
  if (!keys.ok) return keys;
  if (heads.ok) return ok({ keys: keys.value, heads: heads.value });
  return heads.error === 'keychain-item-corrupt'
    ? ok({ keys: keys.value, heads: NO_HEADS })
    : heads;
};
