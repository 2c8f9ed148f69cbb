import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Result } from '../../shared/result.ts';
import type { Profile } from './profile.ts';

/** Where nothing can be written, Chromium cannot note that it runs, and would end without a word. */
const NOT_WRITABLE: ReadonlySet<ProblemCode> = new Set(['store-read-only', 'store-full']);

/**
 * Where Chromium keeps its own files: beside the profile's; while those cannot be written, in
 * memory or in the system's folder for what does not last, so that there is a window to say it.
 */
export const browserFolderOf = (folder: string, profile: Result<Profile, ProblemCode>): string => {
  const beside = join(folder, 'electron');
  if (profile.ok || !NOT_WRITABLE.has(profile.error)) return beside;
  for (const place of [process.env['XDG_RUNTIME_DIR'], '/dev/shm', tmpdir()]) {
    try {
      if (place !== undefined) return mkdtempSync(join(place, 'kerbside-'));
    } catch {
      // The next one.
    }
  }
  return beside;
};
