import type { RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
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

/**
 * Compares the store's newest entry with the heads in the keychain. It must be one of the two:
 * the committed one (a begun entry never came to be), or the pending one (it did, and the power
 * failed before that was noted). Anything else may be an old copy of the store: then it gives where
 * each of the two logs ends. Which of the two it is, the keychain is told before anybody can see
 * what the store holds: a copy from before a pending entry would else still be taken for it.
 */
export const checkHead = async (
  store: Store,
  anchors: AnchorKeeper,
  { committed, pending }: AnchorHeads,
): Promise<StoreCheck> => {
  const stored = store.logPosition();
  const known = stored.hash === (committed?.hash ?? null) || stored.hash === pending?.hash;
  // Without any head, where there is a log, nothing vouches for the store: it may be of any age.
  if (!known) return ok({ anchored: pending ?? committed, stored });
  if (pending === null) return ok(null);
  return anchors.write({ committed: stored.hash === null ? null : stored, pending: null });
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
