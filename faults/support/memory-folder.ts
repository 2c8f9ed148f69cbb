import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder for campaigns in which what fails is no disk: where there is a file system in memory,
 * it is quicker.
 */
export const makeMemoryFolder = (campaign: string): string =>
  mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `kerbside-${campaign}-`));
