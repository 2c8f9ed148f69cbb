import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CommandFailure } from './command-failure.ts';

/** A person's session at one central, as a browser would keep it. */
export type Session = { readonly url: string; readonly cookie: string };

const session = z.strictObject({
  url: z.string().max(2_000),
  cookie: z.string().regex(/^[\w-]{1,64}=[\w-]{1,200}$/),
});

/** Where somebody's session is kept: a state of their own account, not of a folder that others share. */
export const sessionFileOf = (env: Readonly<Record<string, string | undefined>>): string | null => {
  const named = env['KERBSIDE_SESSION_FILE'];
  if (named) return named;
  const home = env['HOME'] || env['USERPROFILE'];
  const state = env['XDG_STATE_HOME'] || env['LOCALAPPDATA'];
  if (state) return join(state, 'kerbside', 'session.json');
  return home ? join(home, '.local', 'state', 'kerbside', 'session.json') : null;
};

/** The session in a file; null: there is none. One that others can read is refused. */
export const readSession = async (file: string): Promise<Session | null> => {
  const found = await stat(file).catch(() => null);
  if (found === null) return null;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    const sentence = `Others can read ${file}, in which your session is. Sign out, then sign in again.`;
    throw new CommandFailure('session-file-open', sentence);
  }
  try {
    return session.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
};

/** Keeps a session for its owner alone, in place of the one before: whole, or not at all. */
export const writeSession = async (file: string, kept: Session): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(kept)}\n`);
  } finally {
    await handle.close();
  }
  await rename(next, file);
};

export const forgetSession = (file: string): Promise<void> => rm(file, { force: true });
