import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { onceLetGo } from './held-files.ts';

/** On Windows a folder cannot be opened to be flushed; there the rename is journaled. */
const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

/**
 * Puts a text in the place of a file: after a power loss there is the old one or the new one. Where
 * another program holds either, it is tried again for less than a second. Throws what hinders it.
 */
export const writeAtomically = (path: string, text: string): void => {
  const file = onceLetGo(() => openSync(`${path}.new`, 'w', 0o600));
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  onceLetGo(() => renameSync(`${path}.new`, path));
  flushFolder(dirname(path));
};
