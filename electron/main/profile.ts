import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Hindrance } from '../../shared/problem.ts';

const profileFile = z.strictObject({ version: z.literal(1), profile: z.uuid() });

/** One terminal's state on the disk: its folder, and the name under which its keys are kept. */
export type Profile = { readonly folder: string; readonly id: string; readonly store: string };

/**
 * Opens the profile in a folder, or makes it there. Throws what hinders it: a disk that fails, or a
 * file that is no profile.
 */
export const openProfile = (folder: string, newId: () => string): Profile => {
  try {
    return openOrMake(folder, newId);
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw new Hindrance(full ? 'store-full' : 'store-damaged', error);
  }
};

const openOrMake = (folder: string, newId: () => string): Profile => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'profile.json');
  const store = join(folder, 'store.db');
  try {
    const { profile } = profileFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { folder, id: profile, store };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const id = newId();
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, `${JSON.stringify({ version: 1, profile: id })}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  return { folder, id, store };
};
