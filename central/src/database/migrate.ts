import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { buildDepotWall } from './depot-wall.ts';
import type { Pool } from './pool.ts';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
const TABLE = 'migration';

const appliedMigrations = async (pool: Pool): Promise<readonly string[]> => {
  const exists = await pool.query(`select to_regclass('public.${TABLE}') is not null as yes`);
  if (exists.rows[0]?.yes !== true) return [];
  const rows = await pool.query<{ name: string }>(`select name from ${TABLE}`);
  return rows.rows.map((row) => row.name);
};

/**
 * Brings the database up to this code, under a lock that other instances wait for. A database
 * that newer code has migrated is refused: old code would not know what its rows mean. The wall between
 * depots is built anew where it lacks a table.
 */
export const migrate = async (
  pool: Pool,
): Promise<Result<{ readonly hasDepotWall: boolean }, StartProblem>> => {
  const files = await readdir(FOLDER);
  const known = new Set(files.map((file) => file.replace(/\.sql$/, '')));
  const unknown = (await appliedMigrations(pool)).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const sentence = `The database was migrated by a newer version (${unknown.join(', ')}). Start that version, or restore an older database.`;
    return err(startProblem('database-newer', sentence));
  }
  // A connection of its own: a migration may take longer than the pool lets a statement take.
  const client = new pg.Client({
    connectionString: pool.directUrl ?? pool.options.connectionString,
  });
  await client.connect();
  try {
    await runner({
      dbClient: client,
      dir: FOLDER,
      migrationsTable: TABLE,
      direction: 'up',
      advisoryLockMode: 'wait',
      log: () => {},
    });
    return ok({ hasDepotWall: await buildDepotWall(client) });
  } finally {
    await client.end();
  }
};
