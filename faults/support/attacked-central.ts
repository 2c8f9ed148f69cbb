import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPool, type Pool } from '../../central/src/database/pool.ts';
import type { RateLimits } from '../../central/src/http/rate-limit.ts';
import type { SeededCentral } from '../../central/src/testing/seed.ts';
import { makeStaffClient, type TestPostgres } from '../../central/src/testing/test-central.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import type { Edit } from '../kill/bundle.ts';
import { startCentralProcess } from './central-process.ts';

/** Where it is reached: its pages' origin, and the host of its cookies. */
export const PUBLIC_URL = 'https://central.example';

/** A central in a process of its own that everybody may try to break into, and its database to look at. */
export type AttackedCentral = SeededCentral & {
  readonly database: Pool;
  /** Whether its process still runs. */
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Starts it on a new database, with some of its text changed, if there are edits. `staff` may do everything. */
export const startAttackedCentral = async (
  postgres: Pick<TestPostgres, 'makeDatabase'>,
  edits: readonly Edit[] = [],
  rateLimits: RateLimits = { perOperator: 0, perAddress: 0 },
): Promise<AttackedCentral> => {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'kerbside-attacked-'));
  const databaseUrl = await postgres.makeDatabase();
  const options = { name: 'central', dataFolder, databaseUrl, publicUrl: PUBLIC_URL, aheadMs: 0 };
  const central = await startCentralProcess(
    { ...options, rateLimits, trustedProxies: ['127.0.0.1'] },
    edits,
  );
  let alive = true;
  void central.ended.then(() => {
    alive = false;
  });
  const database = openPool(databaseUrl, () => undefined);
  // What housekeeping does each minute would look as if somebody had done it.
  await database.query('delete from pgboss.schedule');
  const token = (await readFile(path.join(dataFolder, 'operator.token'), 'utf8')).trim();
  return {
    url: central.url,
    database,
    staff: makeStaffClient(central.url, token),
    clock: { now: () => Date.now() as Instant, advance: () => undefined },
    isAlive: () => alive,
    stop: async () => {
      await database.end();
      await central.kill();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
