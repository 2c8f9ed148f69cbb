import type { RolledBackReport } from '../../shared/protocol/api/terminal.ts';
import type { StoppedWhy } from '../../shared/protocol/log/entry.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { isWiped } from './desk/wipe-terminal.ts';
import {
  handInQuarantine,
  type Quarantine,
  type QuarantineCause,
} from './dock/hand-in-quarantine.ts';
import type { StoreCheck } from './log/check-store.ts';
import { stopProblem } from './log/stop-problem.ts';
import type { Central } from './ports/central.ts';
import type { Diagnostics } from './ports/diagnostics.ts';
import type { AnchorKeeper } from './ports/keychain.ts';
import type { Store } from './ports/store.ts';

/** Whether the terminal may go on, and what it does if it may not. */
export type Trust = {
  /** What keeps it from accepting anything; null: nothing does. */
  readonly failure: () => ProblemCode | null;
  /** Whether the store was found to be what its log says: nothing is written before. */
  readonly isTrusted: () => boolean;
  /** The store was held against its log; nobody should be listened to before. */
  readonly checked: Promise<void>;
  readonly fail: (problem: ProblemCode) => void;
  /** Central has ended it, for good. */
  readonly halt: (why: StoppedWhy) => void;
  /** Another process has written on: from here on this log is one of two. */
  readonly meetTwin: () => Promise<void>;
  /** How many entries central was not given yet, if handing in is all that is done. */
  readonly left: () => number | null;
  readonly stop: () => void;
};

type Ports = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  /**
   * What is found of the store, once it is known. In an old copy nothing is accepted or written at
   * all, and everything is handed in.
   */
  readonly storeCheck: Promise<StoreCheck>;
  readonly changed: () => void;
  /** Nothing is accepted any more: what goes on by itself ends. */
  readonly ended: () => void;
  /** The store is trusted, from now on. */
  readonly trusted: () => void;
};

/** What ended the terminal before this start, for good. */
const problemBefore = (store: Store): ProblemCode | null => {
  const stopped = store.stopped();
  if (stopped !== null) return stopProblem(stopped);
  return isWiped(store) ? 'wipe-unfinished' : null;
};

/** Decides whether the store is trusted, and hands in what it has where it is not. */
export const makeTrust = (ports: Ports): Trust => {
  const { store, anchors, central, random, diagnostics, changed } = ports;
  let failure: ProblemCode | null = problemBefore(store);
  let isTrusted = false;
  let quarantine: Quarantine | null = null;

  const fail = (problem: ProblemCode): void => {
    diagnostics('terminal-failed', { problem });
    failure = problem;
    changed();
  };
  const handInOnly = (cause: QuarantineCause): void => {
    ports.ended();
    const record = store.terminal();
    if (record !== null)
      quarantine ??= handInQuarantine({
        store,
        central,
        random,
        diagnostics,
        changed,
        record,
        cause,
      });
  };
  const distrust = (report: RolledBackReport): void => {
    isTrusted = false;
    fail('store-rolled-back');
    handInOnly({ name: 'rolled-back', report });
  };
  const halt = (why: StoppedWhy): void => {
    fail(stopProblem(why));
    handInOnly({ name: why.reason === 'revoked' ? 'revoked' : 'refused' });
  };
  return {
    failure: () => failure,
    isTrusted: () => isTrusted,
    checked: ports.storeCheck.then((found) => {
      if (!found.ok) return fail(found.error);
      if (found.value !== null) return distrust(found.value);
      isTrusted = true;
      const stopped = store.stopped();
      return stopped === null ? ports.trusted() : halt(stopped);
    }),
    fail,
    halt,
    meetTwin: async () => {
      const heads = await anchors.read();
      const anchored = heads.ok ? (heads.value.pending ?? heads.value.committed) : null;
      distrust({ anchored, stored: store.logPosition() });
    },
    left: () => quarantine?.left() ?? null,
    stop: () => quarantine?.stop(),
  };
};
