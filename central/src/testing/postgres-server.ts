import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import {
  dataOwner,
  findPostgresBinaries,
  findRunAs,
  type PostgresBinaries,
} from '../database/postgres-binaries.ts';
import {
  type Cluster,
  exitOf,
  initialiseCluster,
  type RunningCluster,
  startCluster,
  stopChild,
  urlOf,
} from '../database/postgres-cluster.ts';

const PASSWORD = 'only-for-tests';

/** Debian's newest PostgreSQL, or where there is none the one for trying out. */
const findBinaries = (): PostgresBinaries => {
  const [newest] = globSync('/usr/lib/postgresql/*/bin/postgres').sort().reverse();
  if (newest === undefined) return findPostgresBinaries();
  return { postgres: newest, initdb: join(dirname(newest), 'initdb') };
};

/** The PostgreSQL that tests of several servers run on, as it calls itself. */
export const postgresVersion = (): string =>
  spawnSync(findBinaries().postgres, ['--version'], { encoding: 'utf8' }).stdout.trim();

/** One PostgreSQL server of a test, that can be treated as servers are. */
export type PostgresServer = {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly start: () => Promise<void>;
  /** `fast` rolls back what is open; `immediate` is as if the power had failed. */
  readonly stop: (mode: 'fast' | 'immediate') => Promise<void>;
  /** Asks once, over a connection of its own. */
  readonly query: <R extends pg.QueryResultRow>(text: string) => Promise<R[]>;
};

/** Makes a server on a folder; it is not started. */
export const makeServer = async (
  home: string,
  name: string,
  port: number,
  settings: readonly string[],
): Promise<{ readonly server: PostgresServer; readonly cluster: Cluster }> => {
  const runAs = findRunAs([home]);
  if (runAs === null) throw new Error('PostgreSQL cannot be run here');
  const folder = join(home, name);
  const logFile = join(home, `${name}.log`);
  const cluster: Cluster = { folder, logFile, password: PASSWORD, binaries: findBinaries(), runAs };
  let running: RunningCluster | null = null;
  const url = urlOf(PASSWORD, port);
  return {
    cluster,
    server: {
      folder,
      port,
      url,
      start: async () => {
        running = await startCluster(cluster, settings, 60_000, port);
        if (running === null) throw new Error(`PostgreSQL did not start: see ${logFile}`);
      },
      stop: async (mode) => {
        if (running === null) return;
        const { child } = running;
        running = null;
        if (mode === 'fast') return stopChild(child);
        const ended = exitOf(child);
        child.kill('SIGQUIT');
        await ended;
      },
      query: async (text) => {
        const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
        client.on('error', () => {});
        await client.connect();
        try {
          return (await client.query(text)).rows;
        } finally {
          await client.end().catch(() => {});
        }
      },
    },
  };
};

/** Makes the data of a server that is the first of its kind. */
export const initialise = (cluster: Cluster): Promise<void> => initialiseCluster(cluster);

const run = async (command: string, args: readonly string[], most = 0): Promise<void> => {
  const code = await exitOf(spawn(command, args, { stdio: 'ignore' }));
  if (code === null || code > most) throw new Error(`${command} ended with ${code}`);
};

/**
 * Copies the data of a server while it runs, as PostgreSQL's manual describes for programs without
 * pg_basebackup: between the start and the stop of a backup, with the label that the stop gives.
 */
export const copyData = async (from: PostgresServer, to: string): Promise<void> => {
  const client = new pg.Client({ connectionString: from.url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query("select pg_backup_start('copy', true)");
    // Files come and go meanwhile: 1 says that some went.
    await run('cp', ['-a', from.folder, to], 1);
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)');
    // What was written during the copy is needed to make it whole.
    await run('cp', ['-a', `${join(from.folder, 'pg_wal')}/.`, join(to, 'pg_wal')], 1);
    await run('rm', ['-f', join(to, 'postmaster.pid'), join(to, 'standby.signal')]);
    await writeOwned(join(to, 'backup_label'), rows[0].labelfile);
  } finally {
    await client.end();
  }
};

/** Copies a folder with its owners. */
export const copyFolder = (from: string, to: string): Promise<void> => run('cp', ['-a', from, to]);

/** Writes a file that PostgreSQL can read. */
export const writeOwned = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
  const owner = dataOwner();
  if (owner !== null) await run('chown', [`${owner.uid}:${owner.gid}`, file]);
  if (!existsSync(file)) throw new Error(`${file} was not written`);
};

/** How a standby finds its primary, at a port. */
export const conninfoOf = (port: number): string =>
  `host=127.0.0.1 port=${port} user=kerbside password=${PASSWORD} application_name=standby`;
