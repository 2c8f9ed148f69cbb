import type { RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { Sequence } from '../../../shared/protocol/ids.ts';
import { hashEntry, type LogHead, type LogPosition } from '../../../shared/protocol/log/chain.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { nextTurn } from '../../next-turn.ts';
import type { EnrolledKeys } from '../ports/central.ts';
import type { AnchorHeads, AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { agreesWithLog } from './agrees-with-log.ts';

/**
 * What may be done with a profile, by what is there of it. Keys are made only for a profile that
 * has neither keys nor a store; a store without its keys is never replaced, for what has not been
 * handed in lives there.
 */
export const decideOpening = (found: {
  readonly keys: boolean;
  readonly store: boolean;
  readonly heads: AnchorHeads;
}): Result<'create' | 'open', ProblemCode> => {
  if (!found.keys) return found.store ? err('store-key-missing') : ok('create');
  // A pending head alone is a first entry that never came to be.
  return !found.store && found.heads.committed !== null ? err('store-missing') : ok('open');
};

/** What a look at a store finds: nothing, that it is an old copy, or what hindered the look. */
export type StoreCheck = Result<RolledBackReport | null, ProblemCode>;

/** Whether the store's own log has this very entry, at its end or before it. */
const hasEntry = (store: Store, end: LogPosition, head: LogHead | null): boolean => {
  if (head === null || head.sequence > end.sequence) return false;
  if (head.hash === end.hash) return true;
  const [found] = store.entriesAfter((head.sequence - 1) as Sequence, 1);
  return found !== undefined && hashEntry(found.entry) === head.hash;
};

/**
 * Compares the store's log with the heads in the keychain. Its newest entry is mostly one of the two:
 * the committed one (a begun entry never came to be), or the pending one (it did, and the power
 * failed before that was noted). A log that has one of them and goes on after it is no old copy: only
 * the terminal's keys write it, so it is the keychain that has forgotten what it was told last. A log
 * that ends before, or that is another one, may be an old copy: then it gives where each of the two
 * ends. So may one that no head vouches for.
 *
 * Where the store's log ends, the keychain is told before anybody can see what the store holds: a
 * copy from before that would else still be taken for it.
 */
export const checkHead = async (
  store: Store,
  anchors: AnchorKeeper,
  { committed, pending }: AnchorHeads,
): Promise<StoreCheck> => {
  const stored = store.logPosition();
  const isEmpty = stored.hash === null && committed === null;
  const isKnown = (): boolean => [pending, committed].some((head) => hasEntry(store, stored, head));
  try {
    if (!isEmpty && !isKnown()) return ok({ anchored: pending ?? committed, stored });
  } catch {
    return err('store-damaged');
  }
  const isTold = pending === null && (committed?.hash ?? null) === stored.hash;
  return isTold
    ? ok(null)
    : anchors.write({ committed: stored.hash === null ? null : stored, pending: null });
};

/** The head is the newest; what hangs on the log must be too. Looks at all of it, in turns. */
export const checkContents = async (store: Store): Promise<StoreCheck> => {
  try {
    // What led to it is shown first.
    await nextTurn();
    const stored = store.logPosition();
    if (stored.hash === null) return ok(null);
    return ok((await agreesWithLog(store)) ? null : { anchored: stored, stored });
  } catch {
    return err('store-damaged');
  }
};

/**
 * Compares the keychain's keys with those that the terminal was enrolled with. With others it could
 * open its store and would sign what central never believes, and call every right code wrong.
 */
export const checkKeys = (store: Store, own: EnrolledKeys): Result<null, ProblemCode> => {
  const grant = store.terminal()?.grant;
  const same =
    grant === undefined ||
    (grant.signingKey === own.signingKey && grant.agreementKey === own.agreementKey);
  return same ? ok(null) : err('keychain-item-corrupt');
};
