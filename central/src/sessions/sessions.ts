import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { DAY, HOUR } from '../clock.ts';
import type { Database, Transaction } from '../database/pool.ts';
import { hashToken, makeSecretToken } from './secret-token.ts';

/** How long a session lives in which nobody does anything, and how long at most. */
export const SESSION = { idleMs: HOUR, mostMs: 12 * HOUR } as const;

/** How somebody showed who they are. */
export type Via = 'set-up' | 'password' | 'recovery-code' | 'passkey' | 'identity-provider';

export type SessionView = {
  readonly id: string;
  readonly via: Via;
  readonly label: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
};

/** Milliseconds as an interval of PostgreSQL's, in which `$n` is their number. */
export const interval = (parameter: string): string => `(${parameter} * interval '1 ms')`;

export const addToken = async (tx: Database, session: string): Promise<string> => {
  const token = makeSecretToken();
  await tx.query('insert into operator_session_token (token_hash, session) values ($1, $2)', [
    hashToken(token),
    session,
  ]);
  return token;
};

/** Begins a session; the database keeps the hash of its token, which is in the answer alone. */
export const startSession = async (
  tx: Transaction,
  operator: string,
  { via, label }: Pick<SessionView, 'via' | 'label'>,
): Promise<{ readonly id: string; readonly token: string }> => {
  const id = randomUUID();
  await tx.query(
    `insert into operator_session (id, operator, via, label, expires_at)
     values ($1, $2, $3, $4, now() + ${interval('$5')})`,
    [id, operator, via, label, SESSION.mostMs],
  );
  return { id, token: await addToken(tx, id) };
};

const OPEN = `ended_at is null and expires_at > now() and last_used_at > now() - ${interval('$2')}`;

/** The sessions of somebody that are not over, the newest first. */
export const listSessions = async (db: Database, operator: string): Promise<SessionView[]> =>
  (
    await db.query<SessionView>(
      `select id, via, label, created_at as "createdAt", last_used_at as "lastUsedAt",
         least(expires_at, last_used_at + ${interval('$2')}) as "expiresAt"
       from operator_session where operator = $1 and ${OPEN} order by created_at desc, id`,
      [operator, SESSION.idleMs],
    )
  ).rows;

/** Ends one session of somebody, or all of them but one; says how many ended. */
export const endSessions = async (
  tx: Database,
  operator: string,
  which: { readonly only: string } | { readonly but: string | null },
): Promise<number> =>
  (
    await tx.query(
      `update operator_session set ended_at = now()
       where operator = $1 and ended_at is null
         and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)`,
      [operator, 'only' in which ? which.only : null, 'but' in which ? which.but : null],
    )
  ).rowCount ?? 0;

/** The session that a browser had before it signed in anew is over: nobody goes on with it. */
export const endSessionOf = async (tx: Database, token: string): Promise<void> => {
  await tx.query(
    `update operator_session set ended_at = now() where ended_at is null
       and id = (select session from operator_session_token where token_hash = $1)`,
    [hashToken(token)],
  );
};

/** The next request of each session of somebody gets a new token. */
export const renewTokens = async (tx: Database, operator: string): Promise<void> => {
  await tx.query(
    `update operator_session set rotated_at = '-infinity' where operator = $1 and ended_at is null`,
    [operator],
  );
};

/** Forgets sessions that have been over for a day. */
export const forgetSessions = async (db: Database): Promise<void> => {
  await db.query(
    `delete from operator_session where least(expires_at, ended_at) < now() - ${interval('$1')}`,
    [DAY],
  );
};
