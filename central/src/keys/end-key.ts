import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type Pool, type Transaction, transaction } from '../database/pool.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { openAll } from './central-keys.ts';
import { readMasterKey } from './master-key.ts';
import { isListed, LOCK_KEYS, makeKey, nextListing, type Purpose, readKeys } from './roll-keys.ts';

export type EndedKey = {
  readonly id: string;
  readonly purpose: Purpose;
  /** The key that was made for the same purpose, and signs at once. */
  readonly next: string;
};

/**
 * Ends one of the keys in central's list before its time: it is deleted, another one is made for its
 * purpose and signs at once, and the list is a later one. All of it is one transaction, with the line
 * in the audit. What the key has signed counts no more for whoever knows the new list.
 */
export const endKey = (
  pool: Pool,
  keyFile: string,
  id: string,
  now: Instant,
  note: (tx: Transaction, ended: EndedKey) => Promise<void>,
): Promise<Result<EndedKey, StartProblem>> =>
  transaction(pool, async (tx): Promise<Result<EndedKey, StartProblem>> => {
    await tx.query(LOCK_KEYS);
    const keys = await readKeys(tx);
    const purpose = keys.find((key) => key.id === id)?.purpose;
    if (purpose === undefined || !isListed(purpose)) {
      const sentence = `There is no key ${id} in the list. To see it: central list-keys.`;
      return err(startProblem('no-such-key', sentence));
    }
    const master = await readMasterKey(keyFile, false);
    if (!master.ok) return master;
    try {
      // Nothing is sealed with a master key that does not open what is there.
      const opened = openAll(master.value, keys, keyFile);
      if (!opened.ok) return opened;
      for (const { secret } of opened.value) wipe(secret);
      await tx.query('delete from central_key where id = $1', [id]);
      const next = await makeKey(tx, master.value, purpose, now, nextListing(keys, now), null);
      const ended = { id, purpose, next };
      await note(tx, ended);
      return ok(ended);
    } finally {
      wipe(master.value);
    }
  });
