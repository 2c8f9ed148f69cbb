import type { SignedDocument } from '../../shared/protocol/api/signed.ts';
import type { Argon2id, Argon2Parameters } from '../../shared/protocol/crypto/argon2id.ts';
import type { VerifySignature } from '../../shared/protocol/crypto/keys.ts';
import type { DepotId } from '../../shared/protocol/ids.ts';
import type { Now } from './clock.ts';
import type { Pool } from './database/pool.ts';
import type { CentralKeys } from './keys/central-keys.ts';
import type { FollowKeys } from './keys/keep-keys.ts';

/** What the development outbox shows: a message, code included. */
export type OutboxMessage = {
  readonly at: number;
  readonly to: string;
  readonly text: string;
  readonly depot: DepotId;
  readonly id: string;
};

/** The company's identity provider (OpenID Connect), and what central is there. */
export type IdentityProvider = {
  /** What people know it by. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** The folder that central offers updates from: a signed release, and the files that it names. */
export type ReleaseFolder = {
  /** The release, or null: there is none, or what is there is none. */
  readonly release: () => Promise<SignedDocument | null>;
  /** A piece of a file that the release names, empty after its end; null for any other file. */
  readonly piece: (name: string, from: number) => Promise<Uint8Array | null>;
};

/** What central's acts need from outside. `server.ts` alone puts them together. */
export type Ports = {
  /** What dockings and jobs do has pools of its own, where `server.ts` gives them this port. */
  readonly pool: Pool;
  /** Whether the database keeps depots apart itself, as a second wall. */
  readonly hasDepotWall: boolean;
  readonly keys: CentralKeys;
  /** Takes keys that another process has made, if the list was issued later than is known here. */
  readonly followKeys: FollowKeys;
  readonly now: Now;
  readonly verify: VerifySignature;
  readonly argon2id: Argon2id;
  /** The same for people's passwords: they do not wait behind codes that are made. */
  readonly hashPassword: Argon2id;
  /** Bytes from a cryptographic source, for codes. */
  readonly random: (length: number) => Uint8Array;
  /** What a terminal's verifier costs, and a password. */
  readonly cost: Argon2Parameters;
  /** The development outbox, if it is the provider in use. */
  readonly outbox: { readonly list: () => Promise<OutboxMessage[]> } | null;
  /** Updates of the app, if central offers any. */
  readonly updates: ReleaseFolder | null;
  /** How many requests of operators are taken a minute. */
  readonly rateLimits: { readonly perOperator: number; readonly perAddress: number };
  /** Hosts that webhooks may lead to though they are inside, or speak http. */
  readonly webhookHosts: readonly string[];
  /** Where people may sign in besides; null: nowhere. */
  readonly identityProvider: IdentityProvider | null;
  /** The base URL that enrolment codes name. */
  readonly publicUrl: () => string;
  /** The customer's page's public address, which its links begin with. */
  readonly pageUrl: () => string;
};
