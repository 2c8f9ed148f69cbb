import type { RootChain } from '../../../shared/protocol/api/roots.ts';
import { type SignedDocument, signDocument } from '../../../shared/protocol/api/signed.ts';
import { fingerprint, type Signer } from '../../../shared/protocol/crypto/keys.ts';
import type { Hash, PublicKey } from '../../../shared/protocol/ids.ts';
import type { KeyRow } from './roll-keys.ts';

/** One of central's root keys, with the list of the day as it signs it. */
export type Root = {
  readonly id: string;
  readonly fingerprint: Hash;
  readonly signer: Signer;
  readonly list: SignedDocument;
  /** The statements that lead from it to the one in force; none for that one, and for the next. */
  readonly onward: RootChain;
};

/** The root keys that there have been, the one in force, and one that may be prepared. */
export type Roots = {
  readonly current: Root;
  /** The statements that lead from the first to the one in force. */
  readonly chain: RootChain;
  /** By its id; null is the first. The one in force, if there is none of the name. */
  readonly named: (id: string | null) => Root;
  /** What a terminal says that it trusts; null if this database does not have it. */
  readonly known: (fingerprint: Hash) => Root | null;
  /** What a file says of the root that its list of keys goes back to, and of those before it. */
  readonly shown: { readonly root: PublicKey; readonly roots?: SignedDocument[] };
};

/** The roots in their order: what a restored database has of them as well. */
export const inOrder = <K extends { readonly row: KeyRow }>(keys: readonly K[]): readonly K[] => {
  const numberOf = ({ row: { statement } }: K): number =>
    (statement?.document as { number: number } | undefined)?.number ?? 1;
  return keys.filter(({ row }) => row.purpose === 'root').sort((a, b) => numberOf(a) - numberOf(b));
};

/** Whether a root has never been told to a terminal: it waits until no older backup is left. */
export const isPrepared = ({ purpose, statement, toldAt }: KeyRow): boolean =>
  purpose === 'root' && statement !== null && toldAt === null;

/** Makes what central says of its roots, each of which signs the list of the day. */
export const makeRoots = (
  keys: readonly { readonly row: KeyRow; readonly signer: Signer }[],
  list: unknown,
): Roots => {
  const all = inOrder(keys);
  const told = all.filter(({ row }) => !isPrepared(row));
  const chain = told.flatMap(({ row }) => row.statement ?? []);
  const roots = all.map(
    ({ row: { id }, signer }, place): Root => ({
      id,
      fingerprint: fingerprint(signer.publicKey),
      signer,
      list: signDocument('keys', id, signer, list),
      onward: chain.slice(place),
    }),
  );
  const current = roots[told.length - 1];
  const [first] = roots;
  if (current === undefined || first === undefined) throw new Error('the database has no root key');
  return {
    current,
    chain,
    named: (id) => (id === null ? first : (roots.find((root) => root.id === id) ?? current)),
    known: (said) => roots.find((root) => root.fingerprint === said) ?? null,
    shown: {
      root: current.signer.publicKey,
      ...(chain.length === 0 ? {} : { roots: [...chain] }),
    },
  };
};
