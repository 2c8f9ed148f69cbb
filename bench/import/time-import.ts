import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../central/src/database/embedded-postgres.ts';
import { migrate } from '../../central/src/database/migrate.ts';
import {
  type OwnConnection,
  openOwnConnection,
} from '../../central/src/database/own-connection.ts';
import { openPool } from '../../central/src/database/pool.ts';
import { runCentral } from '../../central/src/testing/run-process.ts';
import { type ImportFiles, makeFiles } from './make-files.ts';

/** What an import took, beside what stands next to it. */
export interface ImportFigures {
  readonly lines: number;
  /** From the first byte sent to the answer that all is in. */
  readonly kerbsideMs: number;
  /** The most memory that central's process ever had. */
  readonly memoryMiB: number;
  /** `COPY` of the rows that come of the file, into the same tables with the same keys. */
  readonly copyMs: number;
  /** One statement for each row, without a check; of fewer lines. */
  readonly rowByRow: { readonly lines: number; readonly ms: number };
  readonly fileMiB: number;
  readonly versions: Readonly<Record<string, string>>;
}

const DEPOT = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
const ROW_BY_ROW = 5_000;

/** A connection on which a statement may take as long as it takes. */
const connect = async (url: string): Promise<OwnConnection> => {
  const pool = openPool(url, () => {});
  const connection = await openOwnConnection(pool);
  await pool.end();
  return connection;
};

const makeDatabase = async (server: string, name: string): Promise<string> => {
  const { db, end } = await connect(server);
  await db.query(`create database ${name}`);
  await end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
};

const versionOf = async (server: string): Promise<string> => {
  const { db, end } = await connect(server);
  const { rows } = await db.query<{ server_version: string }>('show server_version');
  await end();
  return rows[0]?.server_version ?? 'unknown';
};

/** A migrated database with a depot and nothing in it. */
const openBare = async (url: string): Promise<OwnConnection> => {
  const pool = openPool(url, () => {});
  const migrated = await migrate(pool);
  await pool.end();
  if (!migrated.ok) throw new Error(migrated.error.sentence);
  const connection = await connect(url);
  await connection.db.query(
    `insert into depot (id, name, sender, time_zone, lead_ms, attempts, policy, agreement_key,
       sealed_agreement, created_at) values ($1, 'B', 'B', 'Europe/Berlin', 0, 5, '{}', '', '', now())`,
    [DEPOT],
  );
  return connection;
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

const DELIVERY_COLUMNS =
  'depot, id, route, short_id, position, customer, address, phone, arrival, not_before, not_after, created_at';

const copyRoutes = ({ routes }: ImportFiles): string =>
  `copy route (depot, id, name, day, created_at) from '${routes}'`;

const timeCopy = async (url: string, files: ImportFiles): Promise<number> => {
  const { transaction, end } = await openBare(url);
  const ms = await timed(() =>
    transaction(async (tx) => {
      await tx.query(copyRoutes(files));
      await tx.query(`copy delivery (${DELIVERY_COLUMNS}) from '${files.deliveries}'`);
      await tx.query(`copy parcel (depot, delivery, label) from '${files.parcels}'`);
    }),
  );
  await end();
  return ms;
};

/** What a program of an afternoon does: inserts row after row. */
const timeRowByRow = async (
  url: string,
  files: ImportFiles,
  lines: number,
): Promise<ImportFigures['rowByRow']> => {
  const { db, transaction, end } = await openBare(url);
  await db.query(copyRoutes(files));
  const rowsOf = (file: string): string[][] =>
    readFileSync(file, 'utf8')
      .split('\n', lines)
      .map((row) => row.split('\t'));
  const parcels = rowsOf(files.parcels);
  const deliveries = rowsOf(files.deliveries);
  const ms = await timed(() =>
    transaction(async (tx) => {
      for (const [i, delivery] of deliveries.entries()) {
        await tx.query({
          name: 'delivery',
          text: `insert into delivery (${DELIVERY_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          values: delivery,
        });
        await tx.query({
          name: 'parcel',
          text: 'insert into parcel (depot, delivery, label) values ($1, $2, $3)',
          values: parcels[i] ?? [],
        });
      }
    }),
  );
  await end();
  return { lines, ms };
};

const memoryOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024;
};

const timeKerbside = async (
  url: string,
  home: string,
  file: string,
  lines: number,
  say: (text: string) => void,
): Promise<{ ms: number; memoryMiB: number }> => {
  const central = runCentral({ DATABASE_URL: url, KERBSIDE_DATA: home });
  try {
    const base = await central.ready;
    const token = readFileSync(path.join(home, 'operator.token'), 'utf8').trim();
    // biome-ignore lint/suspicious/noExplicitAny: the answers of the interface as they are.
    const ask = async (method: string, where: string, init: RequestInit = {}): Promise<any> => {
      const headers = { authorization: `Bearer ${token}`, ...(init.headers as object) };
      const answer = await fetch(base + where, { ...init, method, headers });
      const body = await answer.json();
      if (!answer.ok) throw new Error(JSON.stringify(body));
      return body;
    };
    const depot = await ask('POST', '/v1/depots', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'B', timeZone: 'Europe/Berlin' }),
    });
    const imports = `/v1/depots/${depot.id}/imports`;
    const ms = await timed(async () => {
      const { id } = await ask('POST', imports, {
        headers: { 'content-type': 'text/csv' },
        body: Readable.toWeb(createReadStream(file)),
        duplex: 'half',
      } as RequestInit);
      for (;;) {
        const found = await ask('GET', `${imports}/${id}`);
        if (found.state === 'done' && found.report.imported === lines) return;
        if (found.state !== 'running') throw new Error(JSON.stringify(found).slice(0, 2_000));
        say(`import: ${found.rowsRead} of ${lines} rows`);
        await pause(Math.min(2_000, 20 + lines / 500));
      }
    });
    return { ms, memoryMiB: await memoryOf(central.child.pid ?? 0) };
  } finally {
    central.child.kill('SIGTERM');
    await central.exit;
  }
};

/** Imports a file of so many lines into the real central, on a real PostgreSQL that waits for its disk. */
export const timeImport = async (
  lines: number,
  say: (text: string) => void,
): Promise<ImportFigures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-bench-import-'));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres'));
  if (!postgres.ok) throw new Error(postgres.error.sentence);
  try {
    const { url } = postgres.value;
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const files = await makeFiles(folder, DEPOT, lines, day);
    const fileMiB = readFileSync(files.csv).length / 1_048_576;
    say(`import: ${lines} lines, ${fileMiB.toFixed(1)} MiB`);
    const copyMs = await timeCopy(await makeDatabase(url, 'copied'), files);
    say(`import: copied in ${copyMs.toFixed(0)} ms`);
    const rowByRow = await timeRowByRow(
      await makeDatabase(url, 'inserted'),
      files,
      Math.min(lines, ROW_BY_ROW),
    );
    const home = path.join(folder, 'central');
    const kerbside = await timeKerbside(
      await makeDatabase(url, 'imported'),
      home,
      files.csv,
      lines,
      say,
    );
    return {
      lines,
      kerbsideMs: kerbside.ms,
      memoryMiB: kerbside.memoryMiB,
      copyMs,
      rowByRow,
      fileMiB,
      versions: { postgresql: await versionOf(url) },
    };
  } finally {
    await postgres.value.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
