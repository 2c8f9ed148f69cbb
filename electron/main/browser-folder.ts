import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Chromium keeps its own files: beside the profile's. Where nothing can be written there it
 * could not note that it runs, and would end without a word: then in memory, or in the system's
 * folder for what does not last, so that there is a window to say what is wrong.
 */
export const browserFolderOf = (folder: string): string => {
  const beside = join(folder, 'electron');
  try {
    mkdirSync(beside, { recursive: true, mode: 0o700 });
    accessSync(beside, constants.W_OK);
    return beside;
  } catch {
    // Elsewhere, then.
  }
  for (const place of [process.env['XDG_RUNTIME_DIR'], '/dev/shm', tmpdir()]) {
    try {
      if (place !== undefined) return mkdtempSync(join(place, 'kerbside-'));
    } catch {
      // The next one.
    }
  }
  return beside;
};
