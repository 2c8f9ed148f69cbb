import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LineWriter, makeLineWriter } from './standard-error.ts';

/** Beyond so many bytes a file becomes the old one, and the one before it is gone. */
const MAX_BYTES = 1_048_576;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** A file that another program holds grows on, and is put aside with a later line. */
const putAside = (path: string, old: string): void => {
  try {
    renameSync(path, old);
  } catch {
    // Its next line says more than its size.
  }
};

/**
 * The support log's file in a profile's `logs` folder, for its owner alone. It is opened for each
 * line: a disk that was full or away is written to again as soon as that is possible.
 */
export const openLogFile = (profileFolder: string): LineWriter => {
  const folder = join(profileFolder, 'logs');
  const path = join(folder, 'kerbside.log');
  return makeLineWriter((text) => {
    const size = sizeOf(path);
    if (size === 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
    else if (size > MAX_BYTES) putAside(path, join(folder, 'kerbside.old.log'));
    appendFileSync(path, text, { mode: 0o600 });
  });
};
