import { SHARED_POSTGRES, startOwnPostgres } from './test-central.ts';

/**
 * Called by vitest: runs one PostgreSQL while all files of a run are tested, each with databases of its own; gives
 * what ends it.
 */
export const setup = async (): Promise<() => Promise<void>> => {
  const { url, stop } = await startOwnPostgres();
  process.env[SHARED_POSTGRES] = url;
  return stop;
};
