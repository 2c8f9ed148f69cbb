import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { type OwnConnection, openOwnConnection } from '../database/own-connection.ts';
import type { Depot } from '../depots/depots.ts';
import type { Ports } from '../ports.ts';
import { foldHeading } from './column-names.ts';
import { type FileFacts, takeFacts } from './file-facts.ts';
import { takeImportLock } from './import-lock.ts';
import type { ImportId, ImportKey, ImportOptions } from './import-options.ts';
import {
  appendPiece,
  deleteImport,
  endDead,
  insertImport,
  readPiece,
  setRunning,
} from './import-store.ts';
import { makeImportWork } from './import-work.ts';
import { findKept, takeKept } from './kept-file.ts';

/** Why no import began. */
type Busy = 'import-running' | 'imports-busy';
export type NotBegun = Busy | 'file-too-large';
export type NotAgain = Busy | 'import-over';

/** What imports files beside the requests. */
export type Imports = {
  /** Takes a file in, whole, and begins to import it. Throws if the stream breaks: nothing stays. */
  readonly begin: (
    operator: KnownOperator,
    depot: Depot,
    options: ImportOptions,
    file: AsyncIterable<Uint8Array>,
  ) => Promise<Result<ImportId, NotBegun>>;
  /** Reads a file that waits once more, with what somebody changed in it: to look again, or to import it. */
  readonly again: (
    operator: KnownOperator,
    depot: Depot,
    id: ImportId,
    options: Pick<ImportOptions, 'dryRun' | 'goodOnly' | 'headings'>,
  ) => Promise<Result<ImportId, NotAgain>>;
  /** Ends what is under way: nothing of it stays. */
  readonly stop: () => Promise<void>;
};

/** Each takes a connection and much of a core. */
const MAX_AT_ONCE = 4;
const PIECE_BYTES = 65_536;
const MAX_BYTES = 1_073_741_824;

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

  const work = makeImportWork({ pool, now, isStopping: () => isStopping, onError });

  /** Takes the depot's lock for an import and prepares it; then it goes on by itself, if there is a job. */
  const start = async <E>(
    operator: KnownOperator,
    depot: Depot,
    key: ImportKey,
    prepare: (
      connection: OwnConnection,
    ) => Promise<Result<{ readonly options: ImportOptions; readonly facts: FileFacts }, E>>,
  ): Promise<Result<ImportId, E | Busy>> => {
    if (isStopping || running.size + receiving >= MAX_AT_ONCE) return err('imports-busy');
    receiving += 1;
    let connection: OwnConnection | null = null;
    try {
      connection = await openOwnConnection(pool);
      if (!(await takeImportLock(connection.db, depot.id))) return err('import-running');
      await endDead(connection.db, depot.id, now());
      const prepared = await prepare(connection);
      if (!prepared.ok) return prepared;
      const job = work(connection, { key, operator, depot, ...prepared.value });
      connection = null;
      running.add(job);
      void job.finally(() => running.delete(job));
      return ok(key.id);
    } finally {
      receiving -= 1;
      await connection?.end();
    }
  };

  const begin: Imports['begin'] = (operator, depot, options, file) => {
    const key = { depot: depot.id, id: randomUUID() as string as ImportId };
    return start(operator, depot, key, async (connection) => {
      await insertImport(connection.db, key, options, operator, now());
      const facts = await receive(connection, key, file).catch(async (error: unknown) => {
        await deleteImport(pool, key).catch(() => {});
        throw error;
      });
      if (facts === null) {
        await deleteImport(pool, key);
        return err('file-too-large' as const);
      }
      await setRunning(connection.db, key, facts);
      return ok({ options, facts });
    });
  };

  const again: Imports['again'] = (operator, depot, id, how) => {
    const key = { depot: depot.id, id };
    return start(operator, depot, key, async ({ db }) => {
      const kept = await findKept(db, key, now());
      if (kept === null) return err('import-over' as const);
      const given = new Set(how.headings.map(({ heading }) => foldHeading(heading)));
      const before = kept.headings.filter(({ heading }) => !given.has(foldHeading(heading)));
      const headings = [...before, ...how.headings];
      const options = { ...how, again: false, headings, kind: kept.kind, keep: true, name: null };
      if (!(await takeKept(db, key, options, now()))) return err('import-over' as const);
      const facts = takeFacts();
      for (let number = 0; ; number++) {
        const piece = await readPiece(db, key, number);
        if (piece === null) break;
        facts.take(piece);
      }
      return ok({ options, facts: facts.facts() });
    });
  };

  return {
    begin,
    again,
    stop: async () => {
      isStopping = true;
      await Promise.allSettled(running);
    },
  };
};
