import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { sequence } from '../../shared/protocol/ids.ts';
import { err, ok } from '../../shared/result.ts';
import type { Store } from '../app/ports/store.ts';
import { storeProblem } from './open-database.ts';

const forgettableRow = z.object({ upTo: sequence });

/** What is personal beside entries: how far it may be forgotten, and that no byte of it is left. */
export const makeForgetting = (database: Database): Pick<Store, 'forgettable' | 'scrub'> => {
  // Entries are in the order of their times, but for the wall clock's: the first of today ends it.
  const forgettable = database.prepare(
    `SELECT min(acknowledged, coalesce(
       (SELECT min(sequence) FROM log WHERE sequence > forgotten AND at >= $before) - 1,
       acknowledged)) AS upTo FROM terminal`,
  );
  return {
    forgettable: (before) => forgettableRow.parse(forgettable.get({ before })).upTo,
    scrub: () => {
      try {
        // What was erased is zeros in the file; the write-ahead log has its pages as they were.
        database.pragma('wal_checkpoint(TRUNCATE)');
        return ok(null);
      } catch (error) {
        const problem = storeProblem(error);
        if (problem === null) throw error;
        return err(problem);
      }
    },
  };
};
