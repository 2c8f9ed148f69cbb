import { z } from 'zod';
import { rootChain, rootsBefore } from '../api/roots.ts';
import { findCentralKey, keyList, openDocument, signedDocument } from '../api/signed.ts';
import { labelled } from '../codec/canonical.ts';
import { sha256Of, type VerifySignature } from '../crypto/keys.ts';
import { type Hash, hash, instant, type PublicKey, publicKey, random16 } from '../ids.ts';

/** An act in its place of the chain: everything that its hash covers but the act before it. */
const placedAct = z
  .strictObject({
    place: z.int().min(1),
    at: instant,
    /** The id of the operator. */
    actor: z.string(),
    act: z.string(),
    subject: z.record(z.string(), z.union([z.string(), z.number()])),
    /** What a person wrote of it and was not erased: the subject has its hash, and nothing else does. */
    said: z.record(z.string(), z.strictObject({ salt: random16, value: z.string() })).optional(),
  })
  .meta({ id: 'PlacedAct' });
export type PlacedAct = z.infer<typeof placedAct>;

/** What central signs: the chain's last act, by its place and its hash, and when. */
const chainEnd = z.strictObject({ place: z.int().min(1), hash, at: instant });
export type ChainEnd = z.infer<typeof chainEnd>;

/** Everything that operators did, with what is needed to check it, and nothing secret. */
export const actFile = z
  .strictObject({
    version: z.literal(1),
    root: publicKey,
    /** How the root followed those before it; absent where it is the first. */
    roots: rootChain.optional(),
    keys: signedDocument,
    /** What operators are called now; the chain holds their ids alone. */
    names: z.record(z.string(), z.string()),
    ends: z.array(signedDocument),
    acts: z.array(placedAct),
  })
  .meta({ id: 'ActFile' });
export type ActFile = z.infer<typeof actFile>;

/** The hash by which the next act, and central's signature, name this one. */
export const hashAct = ({ said: _, ...act }: PlacedAct, previous: Hash | null): Hash =>
  sha256Of(labelled('kerbside/v1/act', { ...act, previous }));

/** The member of a subject that has the hash of what was written under a name. */
export const hashNameOf = (name: string): string => `${name}Hash`;
/** The name, if a member of a subject is such a hash. */
export const textNameOf = (member: string): string | null =>
  member.endsWith('Hash') ? member.slice(0, -4) : null;

/** The hash of what a person wrote of an act, by its name and a salt of its own. */
export const hashText = (
  name: string,
  { salt, value }: { readonly salt: string; readonly value: string },
): Hash => sha256Of(labelled('kerbside/v1/act-text', { name, salt, value }));

/** Whether everything that stands beside an act is what its subject has the hash of. */
const isAsWritten = ({ subject, said = {} }: PlacedAct): boolean =>
  Object.entries(said).every(([name, text]) => subject[hashNameOf(name)] === hashText(name, text));

/**
 * What is wrong with a file of acts. `bad-keys`: its list of keys is not signed by its root.
 * `bad-end`: no key of the list signed it. `other-act`: the acts up to a signed end are not those
 * that were signed. `missing`: an act's place is not the one after the act before it. `short`: an
 * end was signed that lies behind the last act. `unsigned`: no end was signed for the last acts.
 * `other-past`: an earlier file knew acts that are not in this one. `altered-text`: what stands beside
 * an act is not what was written of it.
 */
export type ActFault = {
  readonly fault:
    | 'bad-keys'
    | 'bad-end'
    | 'other-act'
    | 'missing'
    | 'short'
    | 'unsigned'
    | 'other-past'
    | 'altered-text';
  /** The place in the chain, or the count of the end in the file; 0 for the file itself. */
  readonly place: number;
};

/** What somebody kept of an earlier file: whose it was, and where it ended. */
export type EarlierEnd = { readonly root: PublicKey; readonly end: ChainEnd };

export type ActReport = {
  readonly acts: number;
  /** The last end that central signed and the acts lead to. */
  readonly end: ChainEnd | null;
  readonly faults: readonly ActFault[];
};

/** Whether what a file has is meant to be what operators did. */
export const isActFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'acts' in value && 'ends' in value;

/** Reads a file's content, parsed from JSON; null if it is none. */
export const readActFile = (value: unknown): ActFile | null => {
  const parsed = actFile.safeParse(value);
  return parsed.success ? parsed.data : null;
};

/** The hash of each act by its place, as far as none is missing, and the fault if one is. */
const chainOf = (acts: readonly PlacedAct[]): { hashes: Hash[]; missing: ActFault | null } => {
  const hashes: Hash[] = [];
  for (const act of acts) {
    const place = hashes.length + 1;
    if (act.place !== place) return { hashes, missing: { fault: 'missing', place } };
    hashes.push(hashAct(act, hashes.at(-1) ?? null));
  }
  return { hashes, missing: null };
};

/**
 * Checks what operators did, with public keys alone: that no act was changed, taken out or put in,
 * and that central signed where they end. An `earlier` end, from a file that somebody kept and that
 * was checked, shows as well that nothing was begun anew since.
 */
export const checkActs = (
  file: ActFile,
  earlier: EarlierEnd | null,
  verify: VerifySignature,
): ActReport => {
  const { hashes, missing } = chainOf(file.acts);
  const faults: ActFault[] = missing === null ? [] : [missing];
  const keys = openDocument('keys', keyList, file.keys, file.root, verify);
  const before = rootsBefore(file, verify);
  if (!keys.ok || before === null) faults.push({ fault: 'bad-keys', place: 0 });
  let end: ChainEnd | null = null;
  for (const [index, signed] of file.ends.entries()) {
    const said = chainEnd.safeParse(signed.document);
    const key =
      keys.ok && said.success
        ? findCentralKey(keys.value.keys, signed.keyId, 'audit', said.data.at)
        : null;
    const opened = key === null ? null : openDocument('audit', chainEnd, signed, key, verify);
    if (!opened?.ok) {
      faults.push({ fault: 'bad-end', place: index + 1 });
      continue;
    }
    const { place, hash: signedHash } = opened.value;
    if (place > hashes.length) {
      if (missing === null) faults.push({ fault: 'short', place });
    } else if (hashes[place - 1] !== signedHash) {
      faults.push({ fault: 'other-act', place });
    } else if (end === null || place >= end.place) {
      end = opened.value;
    }
  }
  if (hashes.length > (end?.place ?? 0) && faults.length === 0) {
    faults.push({ fault: 'unsigned', place: (end?.place ?? 0) + 1 });
  }
  if (
    earlier !== null &&
    (![file.root, ...(before ?? [])].includes(earlier.root) ||
      hashes[earlier.end.place - 1] !== earlier.end.hash)
  ) {
    faults.push({ fault: 'other-past', place: earlier.end.place });
  }
  for (const act of file.acts) {
    if (!isAsWritten(act)) faults.push({ fault: 'altered-text', place: act.place });
  }
  return { acts: file.acts.length, end, faults };
};
