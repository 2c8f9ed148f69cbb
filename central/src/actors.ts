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
  /** The newest key list that it was given; null: one from before lists had an age. */
  readonly keysIssued: Instant | null;
};

/** The operator whose token a request bears. */
export type KnownOperator = { readonly id: string; readonly name: string };
