import { isDeadlock } from '../database/own-connection.ts';
import type { Transaction } from '../database/pool.ts';
import { Overtaken } from '../deliveries/put-stops.ts';
import type { FirstArrivals } from './route-days.ts';
import { type ImportPlan, type Outcome, runImport } from './run-import.ts';

/** Leaves a transaction so that nothing of the file stays, with what was found. */
class Undone extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super('nothing of the file stays');
    this.outcome = outcome;
  }
}

/** The file must be read again, knowing this. */
class ReadAgain extends Error {
  readonly firsts: FirstArrivals;
  constructor(firsts: FirstArrivals) {
    super('the file must be read again');
    this.firsts = firsts;
  }
}

const TRIES = 4;

/**
 * Carries an import out, in one transaction: the whole of it stays, or nothing. `finish` is the last
 * act in the transaction of an import that stays. Begins anew where somebody else was quicker.
 */
export const carryOut = async (
  plan: ImportPlan,
  isDryRun: boolean,
  transaction: <T>(act: (tx: Transaction) => Promise<T>) => Promise<T>,
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>,
): Promise<Outcome> => {
  let known: FirstArrivals = new Map();
  for (let tries = 1; ; tries++) {
    try {
      return await transaction(async (tx) => {
        const outcome = await runImport(tx, plan, known);
        if (outcome.kind === 'again') throw new ReadAgain(outcome.firsts);
        if (isDryRun || !outcome.isTaken) throw new Undone(outcome);
        await finish(tx, outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      if (error instanceof ReadAgain) known = error.firsts;
      else if (tries === TRIES || !(error instanceof Overtaken || isDeadlock(error))) throw error;
    }
  }
};
