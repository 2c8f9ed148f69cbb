import { join } from 'node:path';
import { ok, type Result } from '../../shared/result.ts';
import { systemNow } from './clock.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { migrate } from './database/migrate.ts';
import { openPool } from './database/pool.ts';
import { openCentralKeys } from './keys/central-keys.ts';
import type { CentralOptions } from './server.ts';
import { letIn } from './sign-in/invite.ts';
import type { MadeLink } from './sign-in/set-up-links.ts';
import type { StartProblem } from './start-problem.ts';

const withDatabase = async (
  options: CentralOptions,
  databaseUrl: string,
): Promise<Result<MadeLink, StartProblem>> => {
  const { dataFolder, host = '127.0.0.1', port = 8443, now = systemNow } = options;
  const pool = openPool(databaseUrl, () => {});
  try {
    const migrated = await migrate(pool);
    if (!migrated.ok) return migrated;
    const keyFile = options.keyFile ?? join(dataFolder, 'central.key');
    const keys = await openCentralKeys(pool, keyFile, now());
    if (!keys.ok) return keys;
    const publicUrl = () => options.publicUrl ?? `http://${host}:${port}`;
    return ok(await letIn({ pool, keys: keys.value, now, publicUrl }));
  } finally {
    await pool.end();
  }
};

/**
 * A link with which somebody becomes an admin, made on central's machine: for when the last one cannot
 * come in any more. The audit says that it was made. A central that runs its own PostgreSQL is stopped
 * first; any other goes on meanwhile.
 */
export const letInOnMachine = async (
  options: CentralOptions,
): Promise<Result<MadeLink, StartProblem>> => {
  const url = options.directDatabaseUrl ?? options.databaseUrl;
  if (url !== undefined) return withDatabase(options, url);
  const embedded = await startEmbeddedPostgres(options.dataFolder);
  if (!embedded.ok) return embedded;
  try {
    return await withDatabase(options, embedded.value.url);
  } finally {
    await embedded.value.stop();
  }
};
