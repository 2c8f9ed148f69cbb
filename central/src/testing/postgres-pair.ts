import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  conninfoOf,
  copyData,
  copyFolder,
  initialise,
  makeServer,
  type PostgresServer,
  writeOwned,
} from './postgres-server.ts';
import { openSwitchboard, type Switchboard } from './switchboard.ts';

/** A primary with a standby that streams from it, and an address that leads to the primary. */
export type PostgresPair = {
  /** What central is given: the primary, whichever that is. */
  readonly url: string;
  readonly lines: Switchboard;
  readonly primary: () => PostgresServer;
  readonly standby: () => PostgresServer;
  /** Whether the standby hears nothing of the primary. What it did not hear is gone with the primary. */
  readonly deafenStandby: (isDeaf: boolean) => void;
  /**
   * The primary's machine is lost; the standby takes over, and there is none then. `look`: with the
   * primary dead, before anybody is led to the new one.
   */
  readonly failOver: (look?: (newPrimary: PostgresServer) => Promise<void>) => Promise<void>;
  /** Gives the primary a new standby, on the machine that was lost. */
  readonly addStandby: () => Promise<void>;
  readonly restart: (mode: 'fast' | 'immediate') => Promise<void>;
  /** Starts again whichever of both has given up, as what watches over servers does. */
  readonly startAgain: () => Promise<void>;
  /** Keeps a copy of the data as it is now. */
  readonly backUp: () => Promise<void>;
  /** Both machines are lost, and the data is put back as it was at the last `backUp`. */
  readonly restore: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Ports that nobody listens on at this moment. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

/** What a server waits for before it tells anybody that something is committed. */
export type Waits = 'for-standby' | 'for-nobody';

const SETTINGS = ['max_connections=120', 'wal_keep_size=64MB', 'hot_standby=on'] as const;

/** Starts both, with real streaming replication. `home`: a folder for their data; its own by default. */
export const startPostgresPair = async (waits: Waits, home?: string): Promise<PostgresPair> => {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'kerbside-test-pair-')));
  await chmod(folder, 0o755);
  const names = waits === 'for-standby' ? 'FIRST 1 (standby)' : '';
  const settings = [...SETTINGS, `synchronous_standby_names=${names}`];
  const [first = 0, second = 0] = await freePorts(2);
  const [lines, wal] = [await openSwitchboard(), await openSwitchboard()];
  const one = await makeServer(folder, 'one', first, settings);
  const other = await makeServer(folder, 'other', second, settings);
  const backup = join(folder, 'backup');
  let [primary, standby] = [one.server, other.server];

  const addStandby = async (): Promise<void> => {
    await standby.stop('immediate');
    await rm(standby.folder, { recursive: true, force: true });
    await copyData(primary, standby.folder);
    await writeOwned(join(standby.folder, 'standby.signal'), '');
    // The last one counts.
    const settings = `primary_conninfo = '${conninfoOf(wal.port)}'\n`;
    await writeOwned(join(standby.folder, 'postgresql.auto.conf'), settings);
    wal.leadTo(primary.port);
    await standby.start();
    await isAttached();
  };
  const isAttached = async (): Promise<void> => {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const rows = await primary.query(
        `select 1 from pg_stat_replication where state = 'streaming'
           and (sync_state = 'sync' or current_setting('synchronous_standby_names') = '')`,
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the standby does not attach');
  };

  await initialise(one.cluster);
  await primary.start();
  await addStandby();
  lines.leadTo(primary.port);
  const url = new URL(primary.url);
  url.port = String(lines.port);
  return {
    url: url.toString(),
    lines,
    primary: () => primary,
    standby: () => standby,
    deafenStandby: (isDeaf) => wal.hold(isDeaf),
    failOver: async (look) => {
      lines.leadTo(null);
      await primary.stop('immediate');
      wal.leadTo(null);
      wal.hold(false);
      await standby.query('select pg_promote(true, 60)');
      [primary, standby] = [standby, primary];
      await look?.(primary);
      lines.leadTo(primary.port);
    },
    addStandby,
    restart: async (mode) => {
      await primary.stop(mode);
      await primary.start();
    },
    startAgain: async () => {
      for (const server of [primary, standby]) {
        const isUp = await server.query('select 1').then(
          () => true,
          () => false,
        );
        if (isUp) continue;
        await server.stop('immediate');
        await server.start();
      }
      await isAttached();
    },
    backUp: async () => {
      await rm(backup, { recursive: true, force: true });
      await copyData(primary, backup);
    },
    restore: async () => {
      lines.leadTo(null);
      await primary.stop('immediate');
      await standby.stop('immediate');
      await rm(primary.folder, { recursive: true, force: true });
      await copyFolder(backup, primary.folder);
      // As a restore does: to the end of what there is, on a timeline of its own.
      await writeOwned(join(primary.folder, 'recovery.signal'), '');
      await writeOwned(
        join(primary.folder, 'postgresql.auto.conf'),
        "restore_command = 'false'\nrecovery_target_action = 'promote'\n",
      );
      await primary.start();
      await addStandby();
      lines.leadTo(primary.port);
    },
    stop: async () => {
      await lines.stop();
      await wal.stop();
      await standby.stop('immediate');
      await primary.stop('immediate');
      if (home === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
