import pg from 'pg';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { wallStatement } from './depot-wall.ts';

/** Something that runs parameterised SQL: the pool, or one connection inside a transaction. */
export type Database = Pick<pg.ClientBase, 'query'>;
export type Transaction = Database & { readonly inTransaction: true };
export type Pool = pg.Pool & {
  /** Past the pooler, if there is one: for what needs a connection of its own. */
  readonly directUrl?: string;
  /** What a transaction begins with. */
  readonly begin?: string;
};

const { builtins, getTypeParser } = pg.types;

const bigint = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('a number is larger than JavaScript can hold');
  return value;
};

// Instants are milliseconds everywhere in the code, so they are at the border to the database.
const toDate = getTypeParser(builtins.TIMESTAMPTZ);
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: bigint,
  [builtins.TIMESTAMPTZ]: (text) => toDate(text).getTime(),
  [builtins.DATE]: (text) => text,
};

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS[oid]) ||
    getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** Longer than any statement of a request takes; what migrations do is not bound by it. */
const QUERY_TIMEOUT_MS = 30_000;

/** What a pool may have of the database. */
export type PoolLimits = {
  readonly connections: number;
  /** After how long PostgreSQL ends a statement that is not done, in milliseconds. */
  readonly statementMs: number;
  /** And one that waits for a lock, so that a row that somebody holds stops no others. */
  readonly lockMs: number;
};

const ANY: PoolLimits = { connections: 10, statementMs: QUERY_TIMEOUT_MS, lockMs: 10_000 };

/** A transaction in which nothing is asked for so long was forgotten. */
const FORGOTTEN_MS = 60_000;

/** What holds for a session, of which a pooler that gives each transaction another one knows nothing. */
const ofSession = ({ statementMs, lockMs }: PoolLimits) => ({
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: FORGOTTEN_MS,
});

/**
 * Opens a pool. Numbers come as numbers, instants as milliseconds, days as `YYYY-MM-DD`. `directUrl`
 * says that the connection goes to a pooler in transaction mode (PgBouncer): then nothing is asked of a
 * session, and each transaction says its limits itself; of a statement alone the role's limits hold.
 */
export const openPool = (
  connectionString: string,
  onError: (error: Error) => void,
  limits: PoolLimits = ANY,
  directUrl?: string,
): Pool => {
  const { connections, statementMs, lockMs } = limits;
  const pool = new pg.Pool({
    connectionString,
    types,
    max: connections,
    connectionTimeoutMillis: 10_000,
    // A network that swallows packets never says so: whoever waits for longer asks anew.
    keepAlive: true,
    query_timeout: QUERY_TIMEOUT_MS,
    ...(directUrl === undefined ? ofSession(limits) : {}),
    application_name: 'kerbside-central',
  });
  // A connection that breaks while it is idle must not end the process; the next use opens another.
  pool.on('error', onError);
  wallStatements(pool);
  if (directUrl === undefined) return pool;
  const begin = `begin; set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}; set local idle_in_transaction_session_timeout = ${FORGOTTEN_MS}`;
  return Object.assign(pool, { directUrl, begin });
};

/** An instant as a parameter for a timestamptz. */
export const at = (instant: Instant): Date => new Date(instant);

const RETRIED = new Set(['40001', '40P01']);
const TRIES = 4;

const sqlState = (error: unknown): string | null =>
  error instanceof pg.DatabaseError ? (error.code ?? null) : null;

/** The constraint that an insert or update broke, if it was a UNIQUE one; else null. */
export const brokenUnique = (error: unknown): string | null =>
  error instanceof pg.DatabaseError && error.code === '23505' ? (error.constraint ?? null) : null;

/** What pg says of a connection without a state of PostgreSQL's own. */
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|timeout expired|Client was closed)/;
/** Of the socket. */
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/**
 * Shuts down, crashed, starts up, ended a forgotten transaction or an idle session; the class of
 * connection exceptions; a primary that has become a standby: another connection leads to the new one.
 */
const GONE = /^(?:57P0[1-35]|25P03|25006|08...)$/;
/** Without room, memory or connections; a statement or a wait for a lock that was ended; a disk that fails. */
const PASSING = /^(?:53...|57014|55P03|58030)$/;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether it was the connection that failed, and not what was asked over it. */
const isConnectionLost = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isConnectionLost)
    : error instanceof Error &&
      (LOST.test(error.message) || SOCKET.has(codeOf(error)) || GONE.test(codeOf(error)));

/**
 * Whether PostgreSQL could not do it now, for a reason that passes by itself: it restarts, fails
 * over, is full. What was asked was not done, or was done whole; the same may be asked again.
 */
export const isDatabaseAway = (error: unknown): boolean =>
  isConnectionLost(error) || (error instanceof Error && PASSING.test(codeOf(error)));

/** Errors of a connection in use come with the query too, and must not end the process. */
const ignore = (): void => {};

/** What PostgreSQL says where somebody ended the wait for a standby: committed here, and perhaps nowhere else. */
const WARNING = '01000';

/** Commits. Rejects if no standby has it that should: nobody may be told that it is kept. */
const commit = async (client: pg.PoolClient): Promise<void> => {
  let isAlone = false;
  const heed = ({ code }: { readonly code?: string | undefined }): void => {
    isAlone ||= code === WARNING;
  };
  client.on('notice', heed);
  try {
    await client.query('commit');
  } finally {
    client.removeListener('notice', heed);
  }
  // As if the connection had been lost: it was done whole or not at all, and may be asked again.
  if (isAlone) throw Object.assign(new Error('no standby has it yet'), { code: '08007' });
};

const runOnce = async <T>(pool: Pool, act: (tx: Transaction) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  client.on('error', ignore);
  let broken = false;
  try {
    const wall = wallStatement();
    const begin = pool.begin ?? 'begin';
    await client.query(wall === null ? begin : `${begin}; ${wall}`);
    const value = await act(client as unknown as Transaction);
    await commit(client);
    return value;
  } catch (error) {
    broken = isConnectionLost(error);
    if (!broken) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
    }
    throw error;
  } finally {
    client.removeListener('error', ignore);
    client.release(broken);
  }
};

/** A statement by itself sees what a transaction of the same request sees. */
const wallStatements = (pool: Pool): void => {
  const plain = pool.query.bind(pool) as Database['query'];
  const query = (...asked: Parameters<Database['query']>) =>
    wallStatement() === null
      ? plain(...asked)
      : runOnce(pool, async (tx) => await tx.query(...asked));
  pool.query = query as Pool['query'];
};

/** Runs an act in one transaction; again, from its start, if PostgreSQL ended it for a deadlock. */
export const transaction = async <T>(
  pool: Pool,
  act: (tx: Transaction) => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(pool, act);
    } catch (error) {
      if (tries === TRIES || !RETRIED.has(sqlState(error) ?? '')) throw error;
    }
  }
};
