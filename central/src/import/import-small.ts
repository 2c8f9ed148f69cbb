import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from './carry-out.ts';
import { readColumnMap } from './column-map.ts';
import { placeOf } from './depot-country.ts';
import { waitForImportLock } from './import-lock.ts';
import { readFile } from './read-file.ts';
import type { Report } from './report.ts';
import { TABLE_REST } from './rest-file.ts';
import { fileInMemory } from './stored-file.ts';

/** Leaves the transaction before anything is done. */
class Locked extends Error {}

const nothing = async (): Promise<void> => {};

/**
 * Takes a file that fits into a request, whole, or not at all and says for every bad row why. Waits
 * a few seconds for another import of the depot. `again`: parcels are meant that were out on that day
 * already.
 */
export const importSmall = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: Depot,
  bytes: Uint8Array,
  again: boolean,
): Promise<Result<Report, Report | 'import-running'>> => {
  const moment = now();
  const file = fileInMemory(bytes);
  const map = await readColumnMap(pool, depot.id, []);
  const plan = {
    depot,
    read: () => readFile(file, placeOf(depot), map, moment),
    rest: TABLE_REST,
    goodOnly: false,
    isMeant: () => again,
    now: moment,
    madeBy: operator.id,
    onRest: null,
    onProgress: nothing,
  };
  try {
    const { isTaken, report } = await carryOut(
      plan,
      false,
      (act) =>
        transaction(pool, async (tx) => {
          if (!(await waitForImportLock(tx, depot.id))) throw new Locked();
          return act(tx);
        }),
      async (tx, outcome) => {
        const subject = { depot: depot.id, deliveries: outcome.report.imported };
        await noteAct(tx, operator, 'deliveries-imported', subject, moment);
      },
    );
    return isTaken ? ok(report) : err(report);
  } catch (error) {
    if (error instanceof Locked) return err('import-running');
    throw error;
  }
};
