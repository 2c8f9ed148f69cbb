import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../central/src/database/embedded-postgres.ts';
import { openPool, type Pool } from '../../central/src/database/pool.ts';
import { type CentralProcess, runCentral } from '../../central/src/testing/run-process.ts';
import type { DepotId, DriverId } from '../../shared/protocol/ids.ts';
import { type BareServer, startBareServer } from './bare-server.ts';
import { type BenchTerminal, enrolTerminal } from './bench-terminal.ts';

/** A depot of the real central, in processes of their own, beside a server that does the least. */
export type BenchDepot = {
  /** Where each process of central listens. */
  readonly urls: readonly string[];
  readonly pool: Pool;
  readonly depot: DepotId;
  readonly driver: DriverId;
  readonly bare: BareServer;
  /** Asks as an operator does; a text is a CSV file. */
  readonly staff: (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ) => Promise<unknown>;
  readonly enrol: (name: string) => Promise<BenchTerminal>;
  readonly databaseUrl: string;
  /** Starts another process of central with settings of its own; gives where it listens. */
  readonly another: (settings: Readonly<Record<string, string>>) => Promise<string>;
  readonly stop: () => Promise<void>;
};

type Stop = () => Promise<unknown>;

const endProcess = async ({ child, exit }: CentralProcess): Promise<void> => {
  child.kill('SIGTERM');
  await exit;
};

/**
 * Starts PostgreSQL as an installation has it (it waits for the disk), `processes` of central on it,
 * and the bare server.
 */
export const startDepot = async (processes = 1): Promise<BenchDepot> => {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  try {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kerbside-bench-depot-'));
    stops.push(() => rm(dataFolder, { recursive: true, force: true }));
    const postgres = await startEmbeddedPostgres(dataFolder, ['max_connections=200']);
    if (!postgres.ok) throw new Error(postgres.error.sentence);
    stops.push(postgres.value.stop);
    const databaseUrl = postgres.value.url;
    const another: BenchDepot['another'] = (settings) => {
      const own = { KERBSIDE_DATA: dataFolder, DATABASE_URL: databaseUrl, ...settings };
      const central = runCentral(own);
      stops.push(() => endProcess(central));
      return central.ready;
    };
    const urls: string[] = [];
    for (let n = 0; n < processes; n++) urls.push(await another({}));
    const pool = openPool(databaseUrl, () => {});
    stops.push(() => pool.end());
    const bare = await startBareServer(databaseUrl);
    stops.push(bare.stop);
    const [url = ''] = urls;
    const token = (await readFile(join(dataFolder, 'operator.token'), 'utf8')).trim();
    const staff: BenchDepot['staff'] = async (method, path, body, more = {}) => {
      const isText = typeof body === 'string';
      const answer = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': isText ? 'text/csv' : 'application/json' }),
          ...more,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const made = { name: 'Bench', sender: 'Kerbside', timeZone: 'UTC' };
    const { id: depot } = (await staff('POST', '/v1/depots', made)) as { id: DepotId };
    const { id: driver } = (await staff('POST', `/v1/depots/${depot}/drivers`, {
      name: 'Dora',
    })) as { id: DriverId };
    const enrol = async (name: string): Promise<BenchTerminal> => {
      const offer = await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name });
      return enrolTerminal((offer as { code: string }).code);
    };
    return { urls, pool, depot, driver, bare, staff, enrol, databaseUrl, another, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
