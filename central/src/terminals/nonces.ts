import { randomBytes } from 'node:crypto';
import { REQUEST_SIGNATURE } from '../../../shared/protocol/api/request-signature.ts';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { Instant, Random16 } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { later, SECOND } from '../clock.ts';
import { at, type Database } from '../database/pool.ts';
import type { SignatureParameters } from './signature-input.ts';

const WINDOW = REQUEST_SIGNATURE.windowSeconds * SECOND;
/** A signature made just inside the window's future end is good until its past end. */
const KEPT = 2 * WINDOW + SECOND;

export type FreshnessProblem =
  | { readonly code: 'replayed' }
  /** Sign again with this nonce: then `created` does not matter. */
  | { readonly code: 'clock-skew'; readonly nonce: Random16 };

const takeServerNonce = async (
  db: Database,
  { keyId, nonce }: SignatureParameters,
  now: Instant,
): Promise<boolean> => {
  const taken = await db.query(
    'delete from server_nonce where key_id = $1 and nonce = $2 and expires_at > $3',
    [keyId, nonce, at(now)],
  );
  return taken.rowCount === 1;
};

const issueServerNonce = async (db: Database, keyId: string, now: Instant): Promise<Random16> => {
  const nonce = toBase64url(randomBytes(16)) as Random16;
  await db.query('insert into server_nonce (key_id, nonce, expires_at) values ($1, $2, $3)', [
    keyId,
    nonce,
    at(later(now, WINDOW)),
  ]);
  return nonce;
};

/**
 * Notes a nonce as used; false if it was before. Once is the primary key's doing. No request waits for
 * the disk here: a database that loses power forgets the nonces of its last second, and a request that
 * is repeated after that changes nothing, as each is harmless to repeat.
 */
const useNonce = async (
  db: Database,
  { keyId, nonce }: SignatureParameters,
  now: Instant,
): Promise<boolean> => {
  const noted = await db.query(
    `insert into request_nonce (key_id, nonce, expires_at)
     select $1, $2, $3 from (select set_config('synchronous_commit', 'off', true)) as here
     on conflict do nothing`,
    [keyId, nonce, at(later(now, KEPT))],
  );
  return noted.rowCount === 1;
};

/**
 * Whether a request whose signature is right is also fresh. Call it after the signature was
 * verified, so that nobody else can use up a terminal's nonces.
 */
export const checkFreshness = async (
  db: Database,
  parameters: SignatureParameters,
  now: Instant,
): Promise<Result<null, FreshnessProblem>> => {
  const isNew = await useNonce(db, parameters, now);
  if (!isNew) return err({ code: 'replayed' });
  if (Math.abs(parameters.created * SECOND - now) <= WINDOW) return ok(null);
  if (await takeServerNonce(db, parameters, now)) return ok(null);
  return err({ code: 'clock-skew', nonce: await issueServerNonce(db, parameters.keyId, now) });
};

/** Forgets nonces whose window is over. */
export const forgetNonces = async (db: Database, now: Instant): Promise<void> => {
  await db.query('delete from request_nonce where expires_at <= $1', [at(now)]);
  await db.query('delete from server_nonce where expires_at <= $1', [at(now)]);
};
