import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR, later } from '../clock.ts';
import { at, type Database } from '../database/pool.ts';

/** Tokens have 256 random bits, so a plain hash of one cannot be reversed by guessing. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** For so long the keys before a new one stay good: whoever uses them goes over without a gap. */
const OVERLAP_MS = 24 * HOUR;

export type MadeKey = { readonly token: string; readonly expiresAt: Instant | null };

/** Makes an operator's key. The database keeps its hash: the token is in the answer alone. */
export const makeKey = async (
  tx: Database,
  operator: string,
  expiresAt: Instant | null,
  now: Instant,
): Promise<MadeKey> => {
  const token = randomBytes(32).toString('base64url');
  await tx.query(
    `insert into operator_key (id, operator, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [randomUUID(), operator, hashToken(token), at(now), expiresAt === null ? null : at(expiresAt)],
  );
  return { token, expiresAt };
};

/** Ends an operator's keys: at once, or so that a new one can take their place. */
export const endKeys = async (
  tx: Database,
  operator: string,
  how: 'at-once' | 'with-overlap',
  now: Instant,
): Promise<void> => {
  await (how === 'at-once'
    ? tx.query(
        'update operator_key set revoked_at = $2 where operator = $1 and revoked_at is null',
        [operator, at(now)],
      )
    : tx.query(
        `update operator_key set expires_at = least(expires_at, $2)
         where operator = $1 and revoked_at is null`,
        [operator, at(later(now, OVERLAP_MS))],
      ));
};

/** Whether anybody, or anybody else than one, may do everything everywhere, with a key that is good. */
export const hasAdmin = async (
  tx: Database,
  now: Instant,
  butFor: string | null = null,
): Promise<boolean> =>
  (
    await tx.query(
      `select 1 from operator_grant g join operator o on o.id = g.operator
         join operator_key k on k.operator = o.id
       where g.name = 'admin' and g.depot is null and o.id is distinct from $2::uuid
         and o.removed_at is null and k.revoked_at is null
         and (k.expires_at is null or k.expires_at > $1) limit 1`,
      [at(now), butFor],
    )
  ).rowCount === 1;
