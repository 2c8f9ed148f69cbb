import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CentralProcess, runCentral } from '../testing/run-process.ts';
import { csvLine, HEADER } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';

let postgres: TestPostgres;
const running: { stop: () => Promise<void> }[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await postgres?.stop();
});

/** So many that an import is seen while it is under way, and so few that another is soon done. */
const MANY = 20_000;
const FEW = 500;
const file = (now: number, lines: number): string =>
  [
    HEADER,
    ...Array.from({ length: lines }, (_, i) =>
      csvLine(now, (i % 100) + 1, { route: `R${Math.floor(i / 100)}` }),
    ),
  ].join('\n');

/** A central with an import that has read some of its file and not all. */
const inTheMiddle = async (central: Pick<TestCentral, 'staff' | 'clock'>) => {
  const made = await central.staff('POST', '/v1/depots', { name: 'D', timeZone: 'UTC' });
  const imports = `/v1/depots/${made.body.id}/imports`;
  const { body } = await central.staff('POST', imports, file(central.clock.now(), MANY));
  const path = `${imports}/${body.id}`;
  for (;;) {
    const { state, bytesRead } = (await central.staff('GET', path)).body;
    expect(state).toBe('running');
    if (bytesRead > 0) return { depot: made.body.id as string, path };
    await pause(10);
  }
};

/** Asks another process of the same central. */
const staffAt = async (url: string, dataFolder: string): Promise<TestCentral['staff']> => {
  const token = (await readFile(join(dataFolder, 'operator.token'), 'utf8')).trim();
  return async (method, path, body) => {
    const type = typeof body === 'string' ? 'text/csv' : 'application/json';
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json(), etag: null };
  };
};

const begin = async (options: Parameters<typeof startTestCentral>[1] = {}) => {
  const central = await startTestCentral(postgres, options);
  running.push(central);
  return central;
};

const isEmpty = async (central: TestCentral, depot: string): Promise<boolean> => {
  const { pool } = central.ports;
  const { rows } = await pool.query(
    `select (select count(*) from delivery where depot = $1)
       + (select count(*) from route where depot = $1)
       + (select count(*) from import_piece where depot = $1) as n`,
    [depot],
  );
  return rows[0]?.n === 0;
};

describe('an import under way', () => {
  it('is ended by a stop, which does not wait for the rest of the file', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kerbside-import-ends-'));
    const first = await begin({ dataFolder });
    const { depot, path } = await inTheMiddle(first);
    await first.stop();
    const { databaseUrl } = first;
    const second = await begin({ databaseUrl, dataFolder });
    const { body } = await second.staff('GET', path);
    expect(body).toMatchObject({ state: 'failed', failure: { code: 'stopped' } });
    expect(await isEmpty(second, depot)).toBe(true);
    running.push({ stop: () => rm(dataFolder, { recursive: true, force: true }) });
  });

  it('dies with its process: nothing of it is in, that is said, and it can be begun again', async () => {
    const watcher = await begin();
    const { databaseUrl, dataFolder } = watcher;
    const worker: CentralProcess = runCentral({
      DATABASE_URL: databaseUrl,
      KERBSIDE_DATA: dataFolder,
    });
    const url = await worker.ready;
    const staff = await staffAt(url, dataFolder);
    const { depot, path } = await inTheMiddle({ staff, clock: watcher.clock });
    const imports = path.replace(/\/[^/]+$/, '');
    const twice = await watcher.staff('POST', imports, file(watcher.clock.now(), FEW));
    expect(twice.body.type).toBe('urn:kerbside:problem:import-running');
    worker.child.kill('SIGKILL');
    await worker.exit;
    for (;;) {
      const { body } = await watcher.staff('GET', path);
      if (body.state === 'failed') {
        expect(body.failure.code).toBe('died');
        break;
      }
      await pause(20);
    }
    const again = await watcher.staff('POST', imports, file(watcher.clock.now(), FEW));
    expect(again.status).toBe(202);
    for (;;) {
      const { body } = await watcher.staff('GET', `${imports}/${again.body.id}`);
      if (body.state === 'running') await pause(50);
      else {
        expect(body).toMatchObject({ state: 'done', report: { imported: FEW } });
        break;
      }
    }
    expect(await isEmpty(watcher, depot)).toBe(false);
  });
});
