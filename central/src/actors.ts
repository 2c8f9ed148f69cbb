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
};

/** By what a terminal is found: its depot, and its id there. */
export type TerminalKey = Pick<KnownTerminal, 'depot' | 'id'>;

/** The operator whose token a request bears. */
export type KnownOperator = { readonly id: string; readonly name: string };
