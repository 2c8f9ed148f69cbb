import { randomBytes } from 'node:crypto';
import { base32nopad } from '@scure/base';
import { utf8, wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import {
  findMatch,
  range,
  readOneTimeCode,
} from '../../../shared/protocol/schemes/oath/one-time-code.ts';
import { timeStep, totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import type { Database, Transaction } from '../database/pool.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';
import { keyFor } from './secrets.ts';

/** What every authenticator app knows: SHA-1, six digits, 30 seconds (RFC 6238). */
const [HASH, DIGITS, STEP_SECONDS] = ['SHA1', 6, 30] as const;
/** A code of the step before and after the present one counts as well (RFC 6238, 5.2). */
const DRIFT = 1;
const SEED_BYTES = 20;
const BINDING = 'kerbside/v1/authenticator';

type Keys = Pick<Ports['keys'], 'signIn'>;

/** A new seed, as the database has it. */
export const makeSealedSeed = (keys: Keys): Buffer => {
  const seed = randomBytes(SEED_BYTES);
  const sealed = seal(keyFor(keys, 'authenticator'), BINDING, seed);
  wipe(seed);
  return sealed;
};

const openSeed = (keys: Keys, sealed: Uint8Array): Uint8Array => {
  const seed = unseal(keyFor(keys, 'authenticator'), BINDING, sealed);
  if (seed === null) throw new Error("an authenticator's seed does not open");
  return seed;
};

/** What a person gives to an authenticator app: by hand, or as the text of a QR code. */
export type ShownSeed = { readonly secret: string; readonly uri: string };

export const showSeed = (keys: Keys, sealed: Uint8Array, name: string): ShownSeed => {
  const seed = openSeed(keys, sealed);
  const secret = base32nopad.encode(seed);
  wipe(seed);
  const label = `Kerbside:${name}`;
  const query = `secret=${secret}&issuer=Kerbside&algorithm=${HASH}&digits=${DIGITS}&period=${STEP_SECONDS}`;
  return { secret, uri: `otpauth://totp/${encodeURIComponent(label)}?${query}` };
};

/**
 * The time step whose code this is, if it is a newer one than the last that was taken; null for any
 * other code: each is taken once.
 */
export const stepOf = (
  keys: Keys,
  sealed: Uint8Array,
  lastStep: number,
  code: string,
  now: Instant,
): number | null => {
  const digits = readOneTimeCode(utf8(code), DIGITS);
  if (digits === null) return null;
  const seed = openSeed(keys, sealed);
  const present = timeStep(now, STEP_SECONDS);
  const steps = range(present - DRIFT, present + DRIFT);
  const step = findMatch(steps, (one) => totpCode(HASH, seed, one, DIGITS), digits);
  wipe(seed, digits);
  return step !== null && step > lastStep ? step : null;
};

/** The database's clock: processes may disagree about the time, and codes go by it. */
export const databaseTime = async (db: Database): Promise<Instant> =>
  (await db.query<{ now: Instant }>('select clock_timestamp() as now')).rows[0]?.now as Instant;

export type Authenticator = {
  readonly sealed: Buffer;
  readonly lastStep: number;
  readonly nextSealed: Buffer | null;
};

/** Somebody's authenticator, which nobody else looks at until the transaction ends. */
export const lockAuthenticator = async (
  tx: Transaction,
  operator: string,
): Promise<Authenticator | null> =>
  (
    await tx.query<Authenticator>(
      `select sealed, last_step as "lastStep", next_sealed as "nextSealed" from operator_totp
       where operator = $1 for update`,
      [operator],
    )
  ).rows[0] ?? null;

export const noteStep = async (tx: Transaction, operator: string, step: number): Promise<void> => {
  await tx.query('update operator_totp set last_step = $2 where operator = $1', [operator, step]);
};

/** Puts an authenticator, of which a code was shown, in place of the one before. */
export const putAuthenticator = async (
  tx: Transaction,
  operator: string,
  sealed: Uint8Array,
  step: number,
): Promise<void> => {
  await tx.query(
    `insert into operator_totp (operator, sealed, last_step) values ($1, $2, $3)
     on conflict (operator) do update set sealed = excluded.sealed, next_sealed = null,
       last_step = excluded.last_step, changed_at = now()`,
    [operator, sealed, step],
  );
};
