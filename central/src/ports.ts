import type { Argon2id, Argon2Parameters } from '../../shared/crypto/argon2id.ts';
import type { VerifySignature } from '../../shared/crypto/keys.ts';
import type { Instant } from '../../shared/ids.ts';
import type { Now } from './clock.ts';
import type { Pool, Transaction } from './database/pool.ts';
import type { CentralKeys } from './keys/central-keys.ts';
import type { Outbox } from './sms/outbox.ts';
import type { ReleaseFolder } from './updates/release-folder.ts';

/** What central's acts need from outside. `server.ts` alone puts them together. */
export type Ports = {
  readonly pool: Pool;
  readonly keys: CentralKeys;
  readonly now: Now;
  readonly verify: VerifySignature;
  readonly argon2id: Argon2id;
  /** Bytes from a cryptographic source, for codes. */
  readonly random: (length: number) => Uint8Array;
  /** What a terminal's verifier costs. */
  readonly cost: Argon2Parameters;
  /** Has an issue's SMS sent at an instant, if the transaction commits. */
  readonly scheduleSms: (tx: Transaction, issue: string, due: Instant) => Promise<void>;
  /** The development outbox, if it is the provider in use. */
  readonly outbox: Outbox | null;
  /** Updates of the app, if central offers any. */
  readonly updates: ReleaseFolder | null;
  /** The base URL that enrolment codes name. */
  readonly publicUrl: () => string;
};
