import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transaction } from '../../central/src/database/pool.ts';
import { makeTelephones } from '../../central/src/testing/telephones.ts';
import {
  makeStaffClient,
  startTestCentral,
  startTestPostgres,
  type TestCentral,
} from '../../central/src/testing/test-central.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import type { Edit } from '../kill/bundle.ts';
import { type Centrals, startCentrals } from '../support/centrals.ts';
import { type Gateway, type Hands, startGateway } from './gateway.ts';

/** What all runs have in common. */
export type Ground = {
  /**
   * Where operators work and terminals ask. Its clock stands before the time at which any message is
   * due, so that it sends none itself.
   */
  readonly office: TestCentral;
  /** Processes of central, whose clock is that at which messages go. */
  readonly workers: Centrals;
  readonly gateway: Gateway;
  /** After so long nothing will happen any more. */
  readonly patienceMs: number;
  /** The workers' time. */
  readonly now: () => Instant;
  /** Moves the workers' clock on to a moment. */
  readonly advanceTo: (moment: number) => Promise<void>;
  /** Moves the office's clock on to that of the workers. */
  readonly bringOfficeUp: () => void;
  /** Operators' requests to a worker. */
  readonly staffAtWorker: () => Promise<TestCentral['staff']>;
  /** Has one worker killed while it claims messages, of which it has sent none. */
  readonly killInClaim: (moment: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const WORKERS = 2;
const PAUSE_MS = 10;
/** Longer than a gateway may be silent and a worker needs to start. Where it must end, a third. */
const PATIENCE_MS = 60_000;

/** Looks until something is so. What takes much longer than it may is an error. */
export const untilSo = async (isSo: () => Promise<boolean>): Promise<void> => {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > 5 * PATIENCE_MS) throw new Error('it does not happen');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

/** Which workers wait for a lock in the database. */
const waitingWorkers = async ({ ports: { pool } }: TestCentral): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.map(({ name }) => name);
};

/** A worker's way to the database, by which it is told from others there. */
const urlFor = (databaseUrl: string, name: string): string => {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', name);
  return url.toString();
};

/** Does something while a statement's locks are held. */
const whileLocked = (
  { ports: { pool } }: TestCentral,
  sql: string,
  act: () => Promise<void>,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query(sql);
    await act();
  });

/** Starts the office, workers (with some of their text changed, if there are edits), and a gateway. */
export const startGround = async (edits: readonly Edit[] = []): Promise<Ground> => {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  let [officeAhead, workersAhead] = [0, 0];
  const now = (): Instant => (Date.now() + workersAhead) as Instant;
  try {
    const postgres = await startTestPostgres();
    stops.push(postgres.stop);
    const gateway = await startGateway();
    stops.push(gateway.stop);
    const office = await startTestCentral(postgres, {
      now: () => (Date.now() + officeAhead) as Instant,
      provider: makeTelephones().provider,
    });
    stops.push(office.stop);
    const { dataFolder, databaseUrl } = office;
    const common = { dataFolder, publicUrl: office.url };
    const workers = await startCentrals(
      (name) => ({
        ...common,
        databaseUrl: urlFor(databaseUrl, name),
        provider: gateway.settingsOf(name),
      }),
      WORKERS,
      edits,
    );
    stops.push(workers.stop);
    const advanceTo: Ground['advanceTo'] = async (moment) => {
      workersAhead = Math.max(workersAhead, moment - Date.now());
      await workers.setAhead(workersAhead);
    };
    const kill: Hands['kill'] = async (worker) => {
      await workers.kill(worker);
      const { rows } = await office.ports.pool.query<{ id: string }>(
        `select m.id from message m join message_attempt a
           on a.depot = m.depot and a.message = m.id and a.attempt = m.attempts
         where m.state = 'claimed' and a.provider = $1`,
        [worker],
      );
      return new Set(rows.map(({ id }) => id));
    };
    gateway.use({
      kill,
      whileHeld: (message, worker, act) =>
        whileLocked(
          office,
          `select 1 from issue where id = (select issue from message where id = '${message}')
           for update`,
          () =>
            act(() =>
              untilSo(
                async () =>
                  !workers.names().includes(worker) ||
                  (await waitingWorkers(office)).includes(worker),
              ),
            ),
        ),
    });
    return {
      office,
      workers,
      gateway,
      patienceMs: edits.length === 0 ? PATIENCE_MS : PATIENCE_MS / 3,
      now,
      advanceTo,
      bringOfficeUp: () => {
        officeAhead = workersAhead;
      },
      staffAtWorker: async () => {
        const token = await readFile(join(dataFolder, 'operator.token'), 'utf8');
        return makeStaffClient(await workers.pick(Math.random), token.trim());
      },
      killInClaim: async (moment) => {
        await workers.whole();
        let worker = '';
        await whileLocked(office, 'lock table message_attempt in share mode', async () => {
          await advanceTo(moment);
          await untilSo(async () => {
            worker = (await waitingWorkers(office))[0] ?? '';
            return worker !== '';
          });
          await gateway.kill(worker);
        });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
