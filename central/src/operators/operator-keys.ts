import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { hashToken, makeSecretToken } from '../sessions/secret-token.ts';

/** For so long the keys before a new one stay good: whoever uses them goes over without a gap. */
const OVERLAP_HOURS = 24;

export type MadeKey = { readonly token: string; readonly expiresAt: Instant | null };

/**
 * Makes an operator's key, good for some days by the database's clock; 0, for central's first key
 * alone: until it is replaced. The database keeps its hash: the token is in the answer alone.
 */
export const makeKey = async (tx: Database, operator: string, days: number): Promise<MadeKey> => {
  const token = makeSecretToken();
  const { rows } = await tx.query<{ expiresAt: Instant | null }>(
    `insert into operator_key (id, operator, token_hash, created_at, expires_at)
     values ($1, $2, $3, now(), now() + nullif($4::integer, 0) * interval '24 hours')
     returning expires_at as "expiresAt"`,
    [randomUUID(), operator, hashToken(token), days],
  );
  return { token, expiresAt: rows[0]?.expiresAt ?? null };
};

/** Ends an operator's keys: at once, or so that a new one can take their place. */
export const endKeys = async (
  tx: Database,
  operator: string,
  how: 'at-once' | 'with-overlap',
): Promise<void> => {
  await tx.query(
    how === 'at-once'
      ? 'update operator_key set revoked_at = now() where operator = $1 and revoked_at is null'
      : `update operator_key
         set expires_at = least(expires_at, now() + interval '${OVERLAP_HOURS} hours')
         where operator = $1 and revoked_at is null`,
    [operator],
  );
};

/** What says that an operator `o` can come in: by a key that is good, or as a person. */
const HAS_KEY = `exists (select 1 from operator_key k where k.operator = o.id
  and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))`;
export const SIGNS_IN = `(exists (select 1 from operator_password p where p.operator = o.id)
  or exists (select 1 from operator_passkey p where p.operator = o.id)
  or exists (select 1 from operator_identity p where p.operator = o.id))`;

/**
 * Whether anybody, or anybody else than one, may do everything everywhere and can come in; or any
 * person who signs in.
 */
export const hasAdmin = async (
  tx: Database,
  which: 'anybody' | 'person' | { readonly butFor: string },
): Promise<boolean> =>
  (
    await tx.query(
      `select 1 from operator_grant g join operator o on o.id = g.operator
       where g.name = 'admin' and g.depot is null and o.id is distinct from $1::uuid
         and o.removed_at is null
         and (${which === 'person' ? SIGNS_IN : `(${HAS_KEY} or ${SIGNS_IN})`}) limit 1`,
      [typeof which === 'object' ? which.butFor : null],
    )
  ).rowCount === 1;

/**
 * Whether somebody is the only person who signs in and may do everything: a key in some file is nobody
 * who could let the others in again.
 */
export const isLastPerson = async (tx: Database, id: string): Promise<boolean> => {
  const { rows } = await tx.query<{ id: string }>(
    `select o.id from operator_grant g join operator o on o.id = g.operator
     where g.name = 'admin' and g.depot is null and o.kind = 'person' and o.removed_at is null
       and ${SIGNS_IN} order by o.id <> $1 limit 2`,
    [id],
  );
  return rows.length === 1 && rows[0]?.id === id;
};
