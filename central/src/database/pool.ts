import pg from 'pg';
import type { Instant } from '../../../shared/ids.ts';

/** Something that runs parameterised SQL: the pool, or one connection inside a transaction. */
export type Database = Pick<pg.ClientBase, 'query'>;
export type Transaction = Database & { readonly inTransaction: true };
export type Pool = pg.Pool;

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

/** Opens a pool. Numbers come as numbers, instants as milliseconds, days as `YYYY-MM-DD`. */
export const openPool = (connectionString: string, onError: (error: Error) => void): Pool => {
  const pool = new pg.Pool({
    connectionString,
    types,
    max: 20,
    connectionTimeoutMillis: 10_000,
    application_name: 'kerbside-central',
  });
  // A connection that breaks while it is idle must not end the process; the next use opens another.
  pool.on('error', onError);
  return pool;
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

const runOnce = async <T>(pool: Pool, act: (tx: Transaction) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const value = await act(client as unknown as Transaction);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
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
