import type { LogHead } from '../../../shared/protocol/log/chain.ts';
import type { Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';

/** The heads of the log that the keychain vouches for: done for certain, and begun. */
export type AnchorHeads = {
  readonly committed: LogHead | null;
  readonly pending: LogHead | null;
};

/** Keeps the log's heads outside the store, so that an old copy of the store is noticed. */
export type AnchorKeeper = {
  readonly read: () => Promise<Result<AnchorHeads, ProblemCode>>;
  readonly write: (heads: AnchorHeads) => Promise<Result<null, ProblemCode>>;
};

/** The terminal's private keys: nowhere but in the keychain and, while the app runs, in memory. */
export type TerminalKeys = {
  readonly storeKey: Uint8Array;
  readonly signingSeed: Uint8Array;
  readonly agreementSecret: Uint8Array;
};

/** What the keychain has of a profile. */
export type Secrets = { readonly keys: TerminalKeys | null; readonly heads: AnchorHeads };
