import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR } from '../clock.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { tryConnect } from '../database/postgres-cluster.ts';
import {
  type CentralOptions,
  type CentralServer,
  createCentral,
  type RunningCentral,
} from '../server.ts';
import { checkAnswers } from './check-answers.ts';

/** The least that a verifier may cost, so that tests are quick. */
const SMALL_COST = { memoryKiB: 8_192, passes: 1, lanes: 1 } as const;

export type TestPostgres = {
  /** The URL of a new, empty database. */
  readonly makeDatabase: () => Promise<string>;
  /** The URL of a new database, brought up to this code already where that was done once for all. */
  readonly makeMigrated: () => Promise<string>;
  /** The URL of a copy of a database that nobody is using: a backup, restored. */
  readonly copyDatabase: (url: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** One that nobody shares. */
export type OwnPostgres = TestPostgres & {
  readonly url: string;
  /** Restarts it as `pg_ctl restart -m fast` does. */
  readonly restart: () => Promise<void>;
};

/** The variable with the URL of the PostgreSQL that all files of a run share, if there is one. */
export const SHARED_POSTGRES = 'KERBSIDE_TEST_POSTGRES';
/** A database in it that was brought up to this code, and that nobody uses: others are copied from it. */
export const MIGRATED = 'migrated';

/** Stops a PostgreSQL as an administrator does who does not wait, and waits until it is gone. */
const stopFast = async (home: string): Promise<void> => {
  const text = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8');
  const pid = Number(text.split('\n')[0]);
  process.kill(pid, 'SIGINT');
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** How many databases this process has made. */
let databasesMade = 0;

/** Makes databases with names that no other file of the run uses, and drops them at the end. */
const openDatabases = async (at: string): Promise<TestPostgres> => {
  const client = new pg.Client({ connectionString: at });
  client.on('error', () => {});
  await client.connect();
  const { rowCount: migrated } = await client.query('select from pg_database where datname = $1', [
    MIGRATED,
  ]);
  const made: string[] = [];
  const make = async (template = ''): Promise<string> => {
    const name = `test_${process.pid}_${++databasesMade}`;
    made.push(name);
    await client.query(`create database ${name}${template}`);
    const url = new URL(at);
    url.pathname = `/${name}`;
    return url.toString();
  };
  return {
    makeDatabase: () => make(),
    makeMigrated: () => make(migrated === 1 ? ` template ${MIGRATED}` : ''),
    copyDatabase: (url) => make(` template ${new URL(url).pathname.slice(1)}`),
    stop: async () => {
      for (const name of made) await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    },
  };
};

/** A real PostgreSQL of one's own. It does not wait for the disk: nobody pulls its plug. */
export const startOwnPostgres = async (): Promise<OwnPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-test-postgres-'));
  const started = await startEmbeddedPostgres(folder, [
    'fsync=off',
    'max_connections=200',
    // It has many databases, and each is looked at in turn.
    'autovacuum_naptime=1min',
  ]);
  if (!started.ok) throw new Error(started.error.sentence);
  const postgres: EmbeddedPostgres = started.value;
  const databases = await openDatabases(postgres.url);
  return {
    ...databases,
    url: postgres.url,
    restart: async () => {
      await stopFast(folder);
      // What has started it starts it again.
      for (let client: pg.Client | null = null; client === null; ) {
        client = await tryConnect(postgres.url);
        await client?.end();
      }
    },
    stop: async () => {
      // The folder goes with all that is in it. A restart has cut the connection already.
      await databases.stop().catch(() => {});
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A real PostgreSQL for the databases of one file: the one of the run, or one of its own. */
export const startTestPostgres = (): Promise<TestPostgres> => {
  const shared = process.env[SHARED_POSTGRES];
  return shared === undefined ? startOwnPostgres() : openDatabases(shared);
};

/** A clock that tests set. It runs on from there. */
type TestClock = { now: () => Instant; advance: (ms: number) => void };

const sixInTheMorning = (now: number): number => now - (now % (24 * HOUR)) + 6 * HOUR;

/** One for all clocks of a file: a central that is started again does not go back in time. */
const TO_THE_MORNING = sixInTheMorning(Date.now()) - Date.now();

/** Starts in the morning: whether a route's day is over does not depend on when the tests run. */
const makeTestClock = (): TestClock => {
  let offset = TO_THE_MORNING;
  return {
    now: () => (Date.now() + offset) as Instant,
    advance: (ms) => {
      offset += ms;
    },
  };
};

const refuseToAdvance = (): never => {
  throw new Error('this central goes by a clock of its own');
};

type StaffClient = (
  method: 'GET' | 'POST' | 'PATCH' | 'PUT',
  path: string,
  body?: unknown,
  more?: Readonly<Record<string, string>>,
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
) => Promise<{ readonly status: number; readonly body: any; readonly etag: string | null }>;

export type TestCentral = RunningCentral & {
  readonly clock: TestClock;
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly staff: StaffClient;
  readonly stop: () => Promise<void>;
};

/** Asks a central as the operator whose token this is. */
export const makeStaffClient =
  (url: string, token: string): StaffClient =>
  async (method, path, body, more = {}) => {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const type: Record<string, string> =
      body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' };
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...type, ...more },
      ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
    });
    const { status } = answer;
    const etag = answer.headers.get('etag');
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const read = isJson ? answer.json() : answer.text();
    return { status, etag, body: status === 204 ? null : await read };
  };

/** A real central on a new database of a test's PostgreSQL, listening on a free port. */
export const startTestCentral = async (
  postgres: Pick<TestPostgres, 'makeMigrated'>,
  options: Partial<CentralOptions> = {},
): Promise<TestCentral> => {
  const dataFolder =
    options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'kerbside-test-central-')));
  const databaseUrl = options.databaseUrl ?? (await postgres.makeMigrated());
  const { now } = options;
  const clock = now === undefined ? makeTestClock() : { now, advance: refuseToAdvance };
  const central: CentralServer = createCentral({
    dataFolder,
    databaseUrl,
    port: 0,
    now: clock.now,
    cost: SMALL_COST,
    silent: true,
    sealsAhead: false,
    ...options,
  });
  const running = await central.start();
  if (!running.ok) throw new Error(running.error.sentence);
  const unfit = checkAnswers(running.value.app);
  const token = (await readFile(join(dataFolder, 'operator.token'), 'utf8')).trim();
  return {
    ...running.value,
    clock,
    dataFolder,
    databaseUrl,
    staff: makeStaffClient(running.value.url, token),
    stop: async () => {
      await central.stop();
      if (options.dataFolder === undefined) {
        await rm(dataFolder, { recursive: true, force: true });
      }
      if (unfit.length > 0) {
        throw new Error(`not as the OpenAPI document says:\n${[...new Set(unfit)].join('\n')}`);
      }
    },
  };
};

/** Every text and byte string of the database, queue included, as one text. */
export const dumpDatabase = async ({ ports: { pool } }: TestCentral): Promise<string> => {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  let text = '';
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(`select * from ${name}`);
    for (const row of rows) {
      for (const value of Object.values(row)) {
        const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? '');
        text += `${bytes.toString('latin1')} ${bytes.toString('hex')}\n`;
      }
    }
  }
  return text;
};
