import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { Hindrance, type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import { onceLetGo, removeAll } from '../files/held-files.ts';

const profileFile = z.strictObject({ version: z.literal(1), profile: z.uuid() });

/** A new name for a profile's keys. */
export const newProfileId = (): string => randomUUID();

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
    throw new Hindrance(whyNot(error), error);
  }
};

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
const READ_ONLY: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM']);

/** What the file system's refusal is to a person. */
const whyNot = (error: unknown): ProblemCode => {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (FULL.has(code)) return 'store-full';
  return READ_ONLY.has(code) ? 'store-read-only' : 'store-damaged';
};

/** The same, with what hinders it as a problem to show. */
export const tryOpenProfile = (folder: string): Result<Profile, ProblemCode> => {
  try {
    return ok(openProfile(folder, newProfileId));
  } catch (error) {
    return err(problemOf(error));
  }
};

const keepId = (path: string, id: string): void => {
  const file = onceLetGo(() => openSync(`${path}.new`, 'w', 0o600));
  writeSync(file, `${JSON.stringify({ version: 1, profile: id })}\n`);
  fsyncSync(file);
  closeSync(file);
  onceLetGo(() => renameSync(`${path}.new`, path));
};

/**
 * Throws if the folder can only be read. After a power loss Linux gives back a damaged disk like
 * that: then all is there, and nothing that is done can be kept. Whether there is room is the
 * store's to find.
 */
const tryWriting = (folder: string): void => {
  const path = join(folder, 'writing');
  try {
    closeSync(onceLetGo(() => openSync(path, 'w', 0o600)));
    onceLetGo(() => rmSync(path));
  } catch (error) {
    if (whyNot(error) === 'store-read-only') throw error;
  }
};

const openOrMake = (folder: string, newId: () => string): Profile => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'profile.json');
  const store = join(folder, 'store.db');
  try {
    const { profile } = profileFile.parse(JSON.parse(onceLetGo(() => readFileSync(path, 'utf8'))));
    tryWriting(folder);
    return { folder, id: profile, store };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const id = newId();
  keepId(path, id);
  return { folder, id, store };
};

const ERASING = 'erasing.json';
/** The browser's own folder: the running app has it open, and nothing of the day is in it. */
const KEPT: ReadonlySet<string> = new Set(['electron', ERASING]);

/** Notes on the disk that a profile is to be deleted, so that a power cut cannot leave half of it. */
export const beginErasing = ({ folder, id }: Profile): void => keepId(join(folder, ERASING), id);

/** The name of the profile in a folder whose deletion was begun, or null. */
export const erasingIn = (folder: string): string | null => {
  const path = join(folder, ERASING);
  if (!existsSync(path)) return null;
  return profileFile.parse(JSON.parse(onceLetGo(() => readFileSync(path, 'utf8')))).profile;
};

/**
 * Deletes a profile's files, and last the note that it is to be deleted. A file that another program
 * holds keeps none of the others, but the note: throws `wipe-unfinished`, and it can be gone on with.
 */
export const eraseFiles = (folder: string): void => {
  const names = readdirSync(folder).filter((name) => !KEPT.has(name));
  const left = removeAll(names.map((name) => join(folder, name)));
  if (left !== null) throw new Hindrance('wipe-unfinished', left);
  onceLetGo(() => rmSync(join(folder, ERASING)));
};
