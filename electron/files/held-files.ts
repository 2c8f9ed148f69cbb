import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How long is waited before each further try, in milliseconds: less than a second in all. */
const WAITS_MS = [10, 20, 40, 80, 160, 320];

/** What Windows says of a file that another program has open; elsewhere these do not pass. */
const HELD: ReadonlySet<unknown> = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY']);

const mayBeLetGo = (error: unknown): boolean =>
  process.platform === 'win32' && error instanceof Error && 'code' in error && HELD.has(error.code);

/** Stands still: what follows must not happen before the file was tried again. */
const wait = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

/**
 * Does something with a file that another program may hold for a moment, as virus scanners and
 * backups do: on Windows it is tried again for less than a second. Throws what hindered it last.
 *
 * @param mayPass whether an error may pass; by default those of a held file, on Windows alone
 */
export const onceLetGo = <T>(work: () => T, mayPass = mayBeLetGo): T => {
  for (const next of WAITS_MS) {
    try {
      return work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      wait(next);
    }
  }
  return work();
};

/** Removes what goes, and gives what hindered the first that stays; null if nothing does. */
const removeOnce = (path: string): unknown => {
  try {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
      rmSync(path, { force: true });
      return null;
    }
    const hindered = readdirSync(path)
      .map((name) => removeOnce(join(path, name)))
      .find((error) => error !== null);
    if (hindered !== undefined) return hindered;
    rmdirSync(path);
    return null;
  } catch (error) {
    return error;
  }
};

/**
 * Removes files and folders with all that is in them. One that another program holds keeps none of
 * the others, and is tried again as in `onceLetGo`. Gives the error of the first that stays; null if
 * nothing is left.
 */
export const removeAll = (paths: readonly string[], mayPass = mayBeLetGo): unknown => {
  let left: unknown = null;
  const removeEach = (): void => {
    const hindered = paths.map(removeOnce);
    left = hindered.find((error) => error !== null) ?? null;
    if (left !== null) throw left;
  };
  try {
    onceLetGo(removeEach, mayPass);
  } catch {
    // Said by what is given back.
  }
  return left;
};
