import type { Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import type { OwnConnection } from '../database/own-connection.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from './carry-out.ts';
import { keepHeadings, readColumnMap } from './column-map.ts';
import { placeOf } from './depot-country.ts';
import type { FileFacts } from './file-facts.ts';
import type { ImportFailure, ImportKey, ImportOptions } from './import-options.ts';
import { appendRest, endImport, failImport, noteProgress, readPiece } from './import-store.ts';
import { forgetFile, keepFile, readChanges, readMeant } from './kept-file.ts';
import { readFile } from './read-file.ts';
import { readJsonLines } from './read-json-lines.ts';
import { JSON_REST, TABLE_REST } from './rest-file.ts';
import type { ImportPlan, Outcome } from './run-import.ts';
import type { StoredFile } from './stored-file.ts';

const PROGRESS_MS = 500;

/** Central stops. */
class Stopped extends Error {}

const failureOf = (error: unknown): ImportFailure => {
  if (error instanceof Stopped) return 'stopped';
  const isRights = error instanceof ThrownProblem && error.code === 'rights-changed';
  return isRights ? 'rights-changed' : 'internal';
};

/** A file that is here whole, and what is to be done with it. */
export type Job = {
  readonly key: ImportKey;
  readonly operator: KnownOperator;
  readonly depot: Depot;
  readonly options: ImportOptions;
  readonly facts: FileFacts;
};

type Parts = Pick<Ports, 'pool' | 'now'> & {
  readonly isStopping: () => boolean;
  /** Hears of failures that are central's own. */
  readonly onError: (error: unknown) => void;
};

/** Gives what carries one import out, to its end, and ends its connection. */
export const makeImportWork = ({ pool, now, isStopping, onError }: Parts) => {
  const planOf = async ({ key, operator, depot, options, facts }: Job, moment: Instant) => {
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
    const changes = await readChanges(pool, key);
    const meant = await readMeant(pool, key);
    const place = placeOf(depot);
    const isTable = options.kind === 'table';
    const plan: ImportPlan = {
      depot,
      read: () =>
        isTable ? readFile(file, place, map, moment, changes) : readJsonLines(file, place, moment),
      rest: isTable ? TABLE_REST : JSON_REST,
      goodOnly: options.goodOnly,
      isMeant: (line) => options.again || meant.has(line),
      asksForBadRows: options.keep,
      now: moment,
      madeBy: operator.id,
      onRest: options.goodOnly && !options.dryRun ? (tx, text) => appendRest(tx, key, text) : null,
      onProgress: async (rows) => {
        if (isStopping()) throw new Stopped('central stops');
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
    // Whoever sees that it is done finds nothing more to be mended.
    await forgetFile(tx, key);
  };

  /** Whether there is anything in a file that somebody could mend. */
  const waits = ({ options }: Job, { columns }: Outcome): boolean =>
    options.keep && columns.length > 0;

  /** Nothing was changed: the file may wait for somebody to mend it. */
  const endUnchanged = (job: Job, outcome: Outcome): Promise<void> =>
    transaction(pool, async (tx) => {
      const { key } = job;
      const state = outcome.isTaken ? 'done' : 'refused';
      const moment = now();
      await endImport(tx, key, state, outcome.report, false, moment);
      if (waits(job, outcome)) await keepFile(tx, key, outcome, moment);
    });

  return async (connection: OwnConnection, job: Job): Promise<void> => {
    const { key, options } = job;
    let isKept = false;
    try {
      const plan = await planOf(job, now());
      const outcome = await carryOut(plan, options.dryRun, connection.transaction, (tx, made) =>
        finish(tx, job, made),
      );
      if (!outcome.isTaken || options.dryRun) {
        await endUnchanged(job, outcome);
        isKept = waits(job, outcome);
      }
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'internal') onError(error);
      // Where the database is away this fails too; without its lock the import counts as dead then.
      await failImport(pool, key, failure, now()).catch(() => {});
    } finally {
      if (!isKept) await forgetFile(pool, key).catch(() => {});
      await connection.end();
    }
  };
};
