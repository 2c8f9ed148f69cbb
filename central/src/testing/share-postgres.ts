import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { migrate } from '../database/migrate.ts';
import { openPool } from '../database/pool.ts';
import { MIGRATED, SHARED_POSTGRES, startOwnPostgres } from './test-central.ts';

const nameIt = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).toString();

/** What each start of a central would do to a new database, done once: it takes most of the start. */
const makeMigrated = async (server: string): Promise<void> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${MIGRATED}`);
  await client.end();
  const url = nameIt(server, MIGRATED);
  const fail = (error: Error): never => {
    throw error;
  };
  const pool = openPool(url, fail);
  const migrated = await migrate(pool);
  if (!migrated.ok) throw new Error(migrated.error.sentence);
  await pool.end();
  const boss = new PgBoss({ connectionString: url, schema: 'pgboss', max: 1 });
  boss.on('error', fail);
  await boss.start();
  await boss.stop({ graceful: false });
};

/**
 * Called by vitest: runs one PostgreSQL while all files of a run are tested, each with databases of
 * its own; gives what ends it.
 */
export const setup = async (): Promise<() => Promise<void>> => {
  // Another project of the same run has it already.
  if (process.env[SHARED_POSTGRES] !== undefined) return async () => {};
  const { url, stop } = await startOwnPostgres();
  await makeMigrated(url);
  process.env[SHARED_POSTGRES] = url;
  return stop;
};
