import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { type OwnConnection, openOwnConnection } from '../database/own-connection.ts';
import type { Transaction } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from './carry-out.ts';
import { keepHeadings, readColumnMap } from './column-map.ts';
import { placeOf } from './depot-country.ts';
import { type FileFacts, takeFacts } from './file-facts.ts';
import { tryImportLock } from './import-lock.ts';
import {
  appendPiece,
  appendRest,
  deleteImport,
  deletePieces,
  endDead,
  endImport,
  failImport,
  type ImportFailure,
  type ImportId,
  type ImportKey,
  type ImportOptions,
  insertImport,
  noteProgress,
  readPiece,
  setRunning,
} from './import-store.ts';
import { readFile } from './read-file.ts';
import { readJsonLines } from './read-json-lines.ts';
import { JSON_REST, TABLE_REST } from './rest-file.ts';
import type { ImportPlan, Outcome } from './run-import.ts';
import type { StoredFile } from './stored-file.ts';

/** Why no import began. */
export type NotBegun = 'import-running' | 'imports-busy' | 'file-too-large';

/** What imports files beside the requests. */
export type Imports = {
  /** Takes a file in, whole, and begins to import it. Throws if the stream breaks: nothing stays. */
  readonly begin: (
    operator: KnownOperator,
    depot: Depot,
    options: ImportOptions,
    file: AsyncIterable<Uint8Array>,
  ) => Promise<Result<ImportId, NotBegun>>;
  /** Ends what is under way: nothing of it stays. */
  readonly stop: () => Promise<void>;
};

/** Each takes a connection and much of a core. */
const MAX_AT_ONCE = 4;
const PIECE_BYTES = 65_536;
const MAX_BYTES = 1_073_741_824;
const PROGRESS_MS = 500;

/** Central stops. */
class Stopped extends Error {}

const failureOf = (error: unknown): ImportFailure => {
  if (error instanceof Stopped) return 'stopped';
  const isRights = error instanceof ThrownProblem && error.code === 'rights-changed';
  return isRights ? 'rights-changed' : 'internal';
};

type Job = {
  readonly key: ImportKey;
  readonly operator: KnownOperator;
  readonly depot: Depot;
  readonly options: ImportOptions;
  readonly facts: FileFacts;
};

/** Takes a file in, piece by piece; null if it is too large. */
const receive = async (
  { db }: OwnConnection,
  key: ImportKey,
  file: AsyncIterable<Uint8Array>,
): Promise<FileFacts | null> => {
  const facts = takeFacts();
  let waiting: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  let total = 0;
  const store = async (): Promise<void> => {
    if (size === 0) return;
    await appendPiece(db, key, number++, Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  for await (const bytes of file) {
    facts.take(bytes);
    waiting.push(bytes);
    size += bytes.length;
    total += bytes.length;
    if (total > MAX_BYTES) return null;
    if (size >= PIECE_BYTES) await store();
  }
  await store();
  return facts.facts();
};

/** Makes what imports files. `onError` hears of failures that are central's own. */
export const makeImports = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  onError: (error: unknown) => void,
): Imports => {
  const running = new Set<Promise<void>>();
  let receiving = 0;
  let isStopping = false;

  const planOf = async ({ key, depot, options, facts }: Job, moment: Instant) => {
    let bytesRead = 0;
    let last = 0;
    const file: StoredFile = {
      facts,
      pieces: async function* () {
        bytesRead = 0;
        for (let number = 0; ; number++) {
          const piece = await readPiece(pool, key, number);
          if (piece === null) return;
          bytesRead += piece.length;
          yield piece;
        }
      },
    };
    const map = await readColumnMap(pool, depot.id, options.headings);
    const place = placeOf(depot);
    const isTable = options.kind === 'table';
    const plan: ImportPlan = {
      depot,
      read: () =>
        isTable ? readFile(file, place, map, moment) : readJsonLines(file, place, moment),
      rest: isTable ? TABLE_REST : JSON_REST,
      goodOnly: options.goodOnly,
      now: moment,
      onRest: options.goodOnly && !options.dryRun ? (tx, text) => appendRest(tx, key, text) : null,
      onProgress: async (rows) => {
        if (isStopping) throw new Stopped('central stops');
        if (performance.now() - last < PROGRESS_MS) return;
        last = performance.now();
        await noteProgress(pool, key, rows, bytesRead);
      },
    };
    return plan;
  };

  const finish = async (
    tx: Transaction,
    { key, operator, depot, options }: Job,
    { report }: Outcome,
  ): Promise<void> => {
    await keepHeadings(tx, depot.id, options.headings);
    const subject = { depot: depot.id, deliveries: report.imported, import: key.id };
    await noteAct(tx, operator, 'deliveries-imported', subject, now());
    await endImport(tx, key, 'done', report, options.goodOnly && report.refused > 0, now());
  };

  const work = async (connection: OwnConnection, job: Job): Promise<void> => {
    const { key, options } = job;
    try {
      const plan = await planOf(job, now());
      const { isTaken, report } = await carryOut(
        plan,
        options.dryRun,
        connection.transaction,
        (tx, outcome) => finish(tx, job, outcome),
      );
      if (!isTaken) await endImport(pool, key, 'refused', report, false, now());
      else if (options.dryRun) await endImport(pool, key, 'done', report, false, now());
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'internal') onError(error);
      // Where the database is away this fails too; without its lock the import counts as dead then.
      await failImport(pool, key, failure, now()).catch(() => {});
    } finally {
      await deletePieces(pool, key).catch(() => {});
      await connection.end();
    }
  };

  const begin: Imports['begin'] = async (operator, depot, options, file) => {
    if (isStopping || running.size + receiving >= MAX_AT_ONCE) return err('imports-busy');
    receiving += 1;
    let connection: OwnConnection | null = null;
    try {
      connection = await openOwnConnection(pool);
      if (!(await tryImportLock(connection.db, depot.id))) return err('import-running');
      await endDead(connection.db, depot.id, now());
      const key = { depot: depot.id, id: randomUUID() as string as ImportId };
      await insertImport(connection.db, key, options, operator, now());
      const facts = await receive(connection, key, file).catch(async (error: unknown) => {
        await deleteImport(pool, key).catch(() => {});
        throw error;
      });
      if (facts === null) {
        await deleteImport(pool, key);
        return err('file-too-large');
      }
      await setRunning(connection.db, key, facts.size);
      const job = work(connection, { key, operator, depot, options, facts });
      connection = null;
      running.add(job);
      void job.finally(() => running.delete(job));
      return ok(key.id);
    } finally {
      receiving -= 1;
      await connection?.end();
    }
  };

  return {
    begin,
    stop: async () => {
      isStopping = true;
      await Promise.allSettled(running);
    },
  };
};
