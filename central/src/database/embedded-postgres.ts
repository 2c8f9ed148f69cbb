import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type pg from 'pg';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { findRunAs, lookForPostgres } from './postgres-binaries.ts';
import {
  type Cluster,
  exitOf,
  initialiseCluster,
  type RunningCluster,
  readPassword,
  startCluster,
  stopChild,
  tryConnect,
  urlOf,
} from './postgres-cluster.ts';

export type EmbeddedPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/** Held by a running central, so that a second one on the same folder notices. */
const LOCK = 4_973_001;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const takeLock = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [LOCK]);
  return rows[0]?.taken === true;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const readPostmaster = async (folder: string): Promise<{ pid: number; port: number } | null> => {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map((line) => Number.parseInt(line, 10));
  return pid && port ? { pid, port } : null;
};

/**
 * A central that was killed leaves its PostgreSQL running. It is stopped, and started again as
 * our own, unless another central is using it: `data-in-use`.
 */
const endOrphan = async ({ folder, password }: Cluster): Promise<Result<null, StartProblem>> => {
  const postmaster = await readPostmaster(folder);
  if (postmaster === null) return ok(null);
  const client = await tryConnect(urlOf(password, postmaster.port));
  // Nobody answers: PostgreSQL itself tells a stale postmaster.pid from a live one at its start.
  if (client === null) return ok(null);
  try {
    const { rows } = await client.query(`select current_setting('data_directory') as folder`);
    if (rows[0]?.folder !== folder) return ok(null);
    // A killed central's connections end within moments; its lock goes with them.
    let taken = false;
    for (let tries = 0; !taken && tries < 20; tries++) {
      taken = await takeLock(client);
      if (!taken) await pause(150);
    }
    if (!taken) {
      const sentence = `Another central is running on ${dirname(folder)}. Stop it first, or set KERBSIDE_DATA to another folder.`;
      return err(startProblem('data-in-use', sentence));
    }
  } finally {
    await client.end();
  }
  process.kill(postmaster.pid, 'SIGINT');
  for (let tries = 0; isAlive(postmaster.pid) && tries < 200; tries++) await pause(100);
  return ok(null);
};

const TRIES = 4;

/** Its statistics are looked after so often: a minute into a new depot's first morning they are all wrong. */
const SETTINGS = ['autovacuum_naptime=10s'];

/** A running PostgreSQL, with the lock that says that this process uses it. */
type Held = { readonly running: RunningCluster; readonly lock: pg.Client };

const startHeld = async (
  cluster: Cluster,
  settings: readonly string[],
  port?: number,
): Promise<Held | null> => {
  for (let tries = 1; tries <= TRIES; tries++) {
    const running = await startCluster(cluster, settings, 60_000, port);
    const lock = running && (await tryConnect(urlOf(cluster.password, running.port)));
    // It may die before it is asked.
    if (running && lock && (await takeLock(lock).catch(() => false))) return { running, lock };
    await lock?.end().catch(() => {});
    if (running) await stopChild(running.child);
    // Perhaps the one before is still writing its last checkpoint, or the port was just taken.
    await pause(1_000 * tries);
  }
  return null;
};

/** Starts it again, on its port, whenever it dies, until it is stopped. */
const keepRunning = (
  cluster: Cluster,
  settings: readonly string[],
  first: Held,
  onDeath: () => void,
): EmbeddedPostgres => {
  const { port } = first.running;
  let held = first;
  let isStopping = false;
  let starting: Promise<void> = Promise.resolve();
  const startAgain = async (): Promise<void> => {
    while (!isStopping) {
      const next = await startHeld(cluster, settings, port);
      if (next === null) continue;
      held = next;
      watch();
      return;
    }
  };
  const watch = (): void => {
    void exitOf(held.running.child).then(() => {
      if (isStopping) return;
      onDeath();
      starting = startAgain();
    });
  };
  watch();
  return {
    url: urlOf(cluster.password, port),
    stop: async () => {
      isStopping = true;
      await starting;
      await held.lock.end().catch(() => {});
      await stopChild(held.running.child);
    },
  };
};

/**
 * Starts the PostgreSQL of `dataFolder`, makes it first if need be, and gives its URL. It is started
 * again if it dies, and `onDeath` hears of that. `settings` are PostgreSQL's own (`name=value`), for
 * tests.
 */
export const startEmbeddedPostgres = async (
  dataFolder: string,
  settings: readonly string[] = [],
  onDeath: () => void = () => {},
): Promise<Result<EmbeddedPostgres, StartProblem>> => {
  const home = resolve(dataFolder);
  const binaries = lookForPostgres();
  if (binaries === null) {
    const sentence = 'No PostgreSQL for trying out comes with this central. Set database.url.';
    return err(startProblem('database-missing', sentence));
  }
  await mkdir(home, { recursive: true, mode: 0o755 });
  const runAs = findRunAs([home, dirname(binaries.postgres)]);
  if (runAs === null) {
    const sentence = `PostgreSQL does not run as root, and the user postgres cannot reach ${home}. Set KERBSIDE_DATA to a folder that it can reach, or DATABASE_URL.`;
    return err(startProblem('data-not-reachable', sentence));
  }
  const logFile = join(home, 'postgres.log');
  const password = await readPassword(join(home, 'postgres.password'));
  const cluster: Cluster = { folder: join(home, 'postgres'), logFile, password, binaries, runAs };
  await initialiseCluster(cluster);
  const orphan = await endOrphan(cluster);
  if (!orphan.ok) return orphan;
  const all = [...SETTINGS, ...settings];
  const held = await startHeld(cluster, all);
  if (held !== null) return ok(keepRunning(cluster, all, held, onDeath));
  const sentence = `PostgreSQL did not start; ${logFile} says why.`;
  return err(startProblem('database-failed', sentence));
};
