import pg from 'pg';
import { wallStatement } from './depot-wall.ts';
import type { Database, Pool, Transaction } from './pool.ts';

/** A connection of one's own, for what takes longer than a request may. */
export type OwnConnection = {
  readonly db: Database;
  /** Runs an act in one transaction, once. */
  readonly transaction: <T>(act: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Ends it, and with it whatever it holds. */
  readonly end: () => Promise<void>;
};

/** Opens a connection to a pool's database, beside the pool: no request waits for it. */
export const openOwnConnection = async (pool: Pool): Promise<OwnConnection> => {
  const { types } = pool.options;
  const connectionString = pool.directUrl ?? pool.options.connectionString;
  const client = new pg.Client({
    ...(connectionString === undefined ? {} : { connectionString }),
    ...(types === undefined ? {} : { types }),
    keepAlive: true,
    application_name: 'kerbside-central-import',
  });
  // An error of the connection comes with the query in use too, and must not end the process.
  client.on('error', () => {});
  await client.connect();
  return {
    db: client,
    transaction: async (act) => {
      const wall = wallStatement();
      await client.query(wall === null ? 'begin' : `begin; ${wall}`);
      try {
        const value = await act(client as unknown as Transaction);
        await client.query('commit');
        return value;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      }
    },
    end: () => client.end().catch(() => {}),
  };
};

/** PostgreSQL ended a transaction because of another one: the same may be tried again. */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');

/** Somebody held a lock for longer than was to be waited. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '55P03';
