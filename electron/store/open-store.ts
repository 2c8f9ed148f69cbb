import { err, ok, type Result } from '../../shared/result.ts';
import { Hindrance, type ProblemCode } from '../../shared/terminal/problem.ts';
import type { Store } from '../app/ports/store.ts';
import { makeStore } from './make-store.ts';
import { openDatabase, storeProblem } from './open-database.ts';

/**
 * Opens the terminal's store with its key (32 bytes), or makes it, and reads what everything else
 * depends on, so that damage is found now and not at a door.
 */
export const openStore = (
  path: string,
  key: Uint8Array,
  nativeBinding: string | undefined,
): Result<Store, ProblemCode> => {
  const database = openDatabase(path, key, nativeBinding);
  if (!database.ok) return database;
  try {
    const store = makeStore(database.value);
    store.terminal();
    store.logPosition();
    return ok(store);
  } catch (error) {
    database.value.close();
    if (error instanceof Hindrance) return err(error.problem);
    const problem = storeProblem(error);
    if (problem === null) throw error;
    return err(problem);
  }
};
