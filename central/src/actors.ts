import type {
  DepotId,
  Hash,
  Instant,
  PublicKey,
  Sequence,
  TerminalId,
} from '../../shared/protocol/ids.ts';

/** The terminal whose signature a request bears. */
export type KnownTerminal = {
  readonly id: TerminalId;
  readonly depot: DepotId;
  readonly name: string;
  readonly signingKey: PublicKey;
  readonly agreementKey: PublicKey;
  readonly revokedAt: Instant | null;
  readonly acknowledged: Sequence;
  readonly headHash: Hash | null;
  /** The newest key list that it was given. */
  readonly keysIssued: Instant;
  /** The id of the root key that it is known to trust; null: the first one. */
  readonly root: string | null;
};

/** By what a terminal is found: its depot, and its id there. */
export type TerminalKey = Pick<KnownTerminal, 'depot' | 'id'>;

/** Who acts: a person or an integration. */
export type KnownOperator = {
  readonly id: string;
  readonly name: string;
  /** Of which rights it was known when the act began; what they are now has another number. */
  readonly rightsVersion: number;
};

/** A role or a right that an operator has: in one depot, or in all if it is null. */
export type Grant = { readonly name: string; readonly depot: DepotId | null };

/** The operator whose key or session a request bears, and what they may do. */
export type SignedInOperator = KnownOperator & {
  readonly grants: readonly Grant[];
  /** The session, and whether its person has only just shown who they are; null where a key was. */
  readonly session: { readonly id: string; readonly isFresh: boolean } | null;
};
