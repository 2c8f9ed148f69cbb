import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import pg from 'pg';
import { dataOwner, type PostgresBinaries, type RunAs } from './postgres-binaries.ts';

/** One PostgreSQL data folder, and the programs that work on it. */
export type Cluster = {
  readonly folder: string;
  readonly logFile: string;
  readonly password: string;
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs;
};

export type RunningCluster = { readonly port: number; readonly child: ChildProcess };

const spawnAs = (
  { runAs }: Cluster,
  program: string,
  args: readonly string[],
  stderr: number,
): ChildProcess => {
  const [command, all] = runAs.command(program, args);
  const { uid, gid } = runAs;
  return spawn(command, all, {
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    // In its own group: Ctrl-C is central's to handle, which then stops PostgreSQL last.
    detached: true,
    stdio: ['ignore', 'ignore', stderr],
  });
};

/** Resolves when a process has ended, also if it had before: with its code, or null. */
export const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });

/** The password of the cluster, made with the cluster, kept beside it for its owner alone. */
export const readPassword = async (file: string): Promise<string> => {
  if (!existsSync(file)) {
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return (await readFile(file, 'utf8')).trim();
};

/** Makes the data folder, elsewhere first: a crash leaves none, or a whole one. */
export const initialiseCluster = async (cluster: Cluster): Promise<void> => {
  const { folder, binaries, password, logFile } = cluster;
  if (existsSync(folder)) return;
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o700 });
  const owner = dataOwner();
  if (owner !== null) await chown(making, owner.uid, owner.gid);
  const passwordFile = `${making}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner !== null) await chown(passwordFile, owner.uid, owner.gid);
  const log = await open(logFile, 'a', 0o600);
  try {
    const args = [
      `--pgdata=${making}`,
      '--auth=scram-sha-256',
      '--username=kerbside',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    const code = await exitOf(spawnAs(cluster, binaries.initdb, args, log.fd));
    if (code !== 0) throw new Error(`initdb ended with code ${code}`);
  } finally {
    await log.close();
    await rm(passwordFile, { force: true });
  }
  await rename(making, folder);
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

export const urlOf = (password: string, port: number, database = 'postgres'): string =>
  `postgres://kerbside:${password}@127.0.0.1:${port}/${database}`;

/** Connects, or gives null if nobody answers there with this password. */
export const tryConnect = async (url: string): Promise<pg.Client | null> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch {
    await client.end().catch(() => {});
    return null;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts PostgreSQL on loopback only, on a free port unless one is named. Null if it ended before it answered. */
export const startCluster = async (
  cluster: Cluster,
  settings: readonly string[],
  patienceMs: number,
  onPort?: number,
): Promise<RunningCluster | null> => {
  const port = onPort ?? (await freePort());
  const log = await open(cluster.logFile, 'a', 0o600);
  await chmod(cluster.logFile, 0o600);
  const fixed = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    // Details of errors and statements can hold addresses; they stay out of the log.
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
    ...settings,
  ];
  const args = ['-D', cluster.folder, '-p', String(port), ...fixed.flatMap((s) => ['-c', s])];
  const child = spawnAs(cluster, cluster.binaries.postgres, args, log.fd);
  await log.close();
  let ended = false;
  void exitOf(child).then(() => {
    ended = true;
  });
  const deadline = Date.now() + patienceMs;
  while (!ended && Date.now() < deadline) {
    const client = await tryConnect(urlOf(cluster.password, port));
    if (client !== null) {
      await client.end();
      return { port, child };
    }
    await pause(50);
  }
  if (!ended) await stopChild(child);
  return null;
};

/** A checkpoint that takes longer is left to the next start: what was committed is in the log. */
const STOP_MS = 2_500;

/** Stops PostgreSQL: open transactions are rolled back, what was committed is on disk. */
export const stopChild = async (child: ChildProcess): Promise<void> => {
  const ended = exitOf(child);
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), STOP_MS);
  await ended;
  clearTimeout(impatience);
};
