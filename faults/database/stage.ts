import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type PostgresPair,
  startPostgresPair,
  type Waits,
} from '../../central/src/testing/postgres-pair.ts';
import { makeStaffClient } from '../../central/src/testing/test-central.ts';
import { type CentralProcess, startCentralProcess } from '../support/central-process.ts';
import { enrolHandheld, type Handheld } from './handheld.ts';
import { MIB, makeSmallDisk, type SmallDisk } from './small-disk.ts';

/** Two processes of central over a primary with a standby, and terminals that hand in all the time. */
export type Stage = {
  readonly pair: PostgresPair;
  readonly handhelds: readonly Handheld[];
  /** The disk that both servers are on; null: none can be made here. */
  readonly disk: SmallDisk | null;
  /** Ends both processes of central, does something, and starts them again. */
  readonly whileDown: (act: () => Promise<void>) => Promise<void>;
  /** Findings that a person would have to look at. */
  readonly findings: () => Promise<readonly string[]>;
  /** Processes of central that have ended by themselves. */
  readonly ended: () => number;
  readonly stop: () => Promise<void>;
};

const PROCESSES = 2;
/** Both servers and a backup, with what a few hundred troubles make of them: else it is full by itself. */
const DISK = 400 * MIB;
const DISK_EACH = 50 * MIB;

/** Sets the stage. `waits`: whether the primary waits for its standby. */
export const setStage = async (waits: Waits, terminals: number): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-faults-database-'));
  const disk = await makeSmallDisk(join(folder, 'disk'), DISK + terminals * DISK_EACH);
  const pair = await startPostgresPair(waits, disk?.folder);
  const dataFolder = join(folder, 'central');
  const urls: string[] = [];
  let processes: CentralProcess[] = [];
  let isMeant = false;
  let ended = 0;
  const startOne = async (n: number): Promise<void> => {
    const one = await startCentralProcess({
      name: `central ${n}`,
      dataFolder,
      databaseUrl: pair.url,
      publicUrl: 'http://127.0.0.1:1',
      aheadMs: 0,
    });
    urls[n] = one.url;
    processes.push(one);
    void one.ended.then(() => {
      if (!isMeant) ended++;
    });
  };
  const killAll = async (): Promise<void> => {
    isMeant = true;
    await Promise.all(processes.map((one) => one.kill()));
    processes = [];
    isMeant = false;
  };
  // One after the other: the first makes the keys.
  for (let n = 0; n < PROCESSES; n++) await startOne(n);
  const token = (await readFile(join(dataFolder, 'operator.token'), 'utf8')).trim();
  const staff = makeStaffClient(urls[0] ?? '', token);
  const depot = (await staff('POST', '/v1/depots', { name: 'N', sender: 'K', timeZone: 'UTC' }))
    .body.id;
  const handhelds: Handheld[] = [];
  for (let n = 0; n < terminals; n++) {
    const offer = await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name: `T${n}` });
    // Enrolment names an address that nobody has; the terminal is told the real ones.
    handhelds.push(await enrolHandheld(urls, offer.body.code));
  }
  return {
    pair,
    handhelds,
    disk,
    whileDown: async (act) => {
      await killAll();
      await act();
      await Promise.all(Array.from({ length: PROCESSES }, (_, n) => startOne(n)));
    },
    findings: async () => {
      const rows = await pair
        .primary()
        .query<{ code: string }>('select code from finding where settled_at is null');
      return rows.map(({ code }) => code);
    },
    ended: () => ended,
    stop: async () => {
      await killAll();
      await pair.stop();
      await disk?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
