import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import { type PublicKey, publicKey } from '../ids.ts';
import {
  type DocumentProblem,
  isNewerList,
  keyList,
  openDocument,
  type SignedDocument,
  signedDocument,
} from './signed.ts';

/**
 * By it a root key names the one that follows; label `root`, signed with `from`. `number` counts
 * central's roots, from 1: it is that of `next`.
 */
export const rootStatement = z.strictObject({
  version: z.literal(1),
  number: z.int().min(2).max(65),
  from: publicKey,
  next: publicKey,
});
export type RootStatement = z.infer<typeof rootStatement>;

/** Statements that lead from one root key to another, each signed by the `next` of the one before. */
export const rootChain = z.array(signedDocument).min(1).max(64);
export type RootChain = readonly SignedDocument[];

/**
 * `bad-signature`: the root that the chain has come to did not sign it, as where one is missing.
 * `bad-document`: it is not of the form, or says that another root did. `bad-order`: its number is not
 * the next one. `loop`: it leads back to a root that was left.
 */
export type RootProblem = DocumentProblem | 'bad-order' | 'loop';

/** Follows a chain from a root key, and gives all that it goes by: the first, and each that follows. */
export const followRoots = (
  first: PublicKey,
  chain: RootChain,
  verify: VerifySignature,
): Result<readonly PublicKey[], RootProblem> => {
  const roots: PublicKey[] = [first];
  let number: number | null = null;
  for (const signed of chain) {
    const here = roots.at(-1) ?? first;
    const opened = openDocument('root', rootStatement, signed, here, verify);
    if (!opened.ok) return opened;
    const said = opened.value;
    if (said.from !== here) return err('bad-document');
    if (number !== null && said.number !== number + 1) return err('bad-order');
    if (roots.includes(said.next)) return err('loop');
    number = said.number;
    roots.push(said.next);
  }
  return ok(roots);
};

const anyStatement = z.object({ from: publicKey });

/** The key that a chain says it begins with; null if it has none. Nothing is verified here. */
const beginOf = (chain: RootChain): PublicKey | null =>
  anyStatement.safeParse(chain[0]?.document).data?.from ?? null;

/** The root key that somebody goes by or shows, and how it came in the place of earlier ones. */
export type Rooted = {
  readonly root: PublicKey;
  /** Absent: nothing is known of an earlier one. */
  readonly roots?: RootChain | undefined;
};

/**
 * The root keys that `root` has followed, the first one first; null if the chain does not lead to it.
 * So a reader who knows one of them from elsewhere knows `root`.
 */
export const rootsBefore = (
  { root, roots = [] }: Rooted,
  verify: VerifySignature,
): readonly PublicKey[] | null => {
  if (roots.length === 0) return [];
  const first = beginOf(roots);
  const followed = first === null ? null : followRoots(first, roots, verify);
  if (!followed?.ok || followed.value.at(-1) !== root) return null;
  return followed.value.slice(0, -1);
};

/** What a terminal believes central by, as it keeps it. */
export const trust = z.strictObject({
  root: publicKey,
  roots: rootChain.optional(),
  keys: signedDocument,
});
export type Trust = Rooted & { readonly keys: SignedDocument };
/** What central gives it with the time: how its root was followed, and a list of keys. */
export type GivenTrust = {
  readonly roots?: RootChain | undefined;
  readonly keys?: SignedDocument | undefined;
};

const issuedIn = (
  root: PublicKey,
  keys: SignedDocument,
  verify: VerifySignature,
): Result<number, DocumentProblem> => {
  const list = openDocument('keys', keyList, keys, root, verify);
  return list.ok ? ok(list.value.issued) : list;
};

/**
 * What a terminal goes by after central gave it this; null: as before. It leaves its root only for one
 * that the chain leads to from there, that it has never left, and that has signed a list of keys which
 * is not older than its own. Whatever is not the roots' refuses the whole.
 */
export const takeTrust = (
  known: Trust,
  { roots, keys }: GivenTrust,
  verify: VerifySignature,
): Result<Trust | null, RootProblem> => {
  if (roots === undefined) {
    if (keys === undefined) return ok(null);
    const newer = isNewerList(known, keys, verify);
    if (!newer.ok) return newer;
    if (!newer.value) return ok(null);
    const { root, roots: before } = known;
    return ok(before === undefined ? { root, keys } : { root, roots: before, keys });
  }
  if (keys === undefined) return err('bad-document');
  const chain = [...(known.roots ?? []), ...roots];
  const followed = followRoots(beginOf(known.roots ?? []) ?? known.root, chain, verify);
  if (!followed.ok) return followed;
  const root = followed.value.at(-1) ?? known.root;
  const issued = issuedIn(root, keys, verify);
  if (!issued.ok) return issued;
  const own = issuedIn(known.root, known.keys, verify);
  if (own.ok && issued.value < own.value) return ok(null);
  return ok({ root, roots: chain, keys });
};
