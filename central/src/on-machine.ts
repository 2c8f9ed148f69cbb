import { join } from 'node:path';
import type { Result } from '../../shared/result.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { migrate } from './database/migrate.ts';
import { openPool, type Pool } from './database/pool.ts';
import type { CentralOptions } from './server.ts';
import type { StartProblem } from './start-problem.ts';

type Done<T> = Promise<Result<T, StartProblem>>;

const withDatabase = async <T>(
  options: CentralOptions,
  url: string,
  act: (pool: Pool, keyFile: string) => Done<T>,
): Done<T> => {
  const pool = openPool(url, () => {});
  try {
    const migrated = await migrate(pool);
    if (!migrated.ok) return migrated;
    return await act(pool, options.keyFile ?? join(options.dataFolder, 'central.key'));
  } finally {
    await pool.end();
  }
};

/**
 * Does something on central's machine, with its database and its key file, while it runs or not. A
 * central that runs its own PostgreSQL is stopped first; any other goes on meanwhile.
 */
export const onMachine = async <T>(
  options: CentralOptions,
  act: (pool: Pool, keyFile: string) => Done<T>,
): Done<T> => {
  const url = options.directDatabaseUrl ?? options.databaseUrl;
  if (url !== undefined) return withDatabase(options, url, act);
  const embedded = await startEmbeddedPostgres(options.dataFolder);
  if (!embedded.ok) return embedded;
  try {
    return await withDatabase(options, embedded.value.url, act);
  } finally {
    await embedded.value.stop();
  }
};
