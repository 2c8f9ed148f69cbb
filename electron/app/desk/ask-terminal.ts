import { type Signer, spokenFingerprint } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, StaffId } from '../../../shared/protocol/ids.ts';
import type { Policy } from '../../../shared/protocol/policy.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { TerminalFacts } from '../../../shared/terminal/support/report.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { Dock } from '../dock/run-dock.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Central } from '../ports/central.ts';
import type { Clock } from '../ports/clock.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import type { Store } from '../ports/store.ts';
import { isWiped, wipeTerminal } from './wipe-terminal.ts';

/** What the desk asks of a terminal that runs. */
export type AskedTerminal = {
  readonly facts: () => TerminalFacts;
  readonly central: () => string | null;
  readonly policy: () => Policy;
  /** Asks central for its signed time. */
  readonly reach: () => Promise<Result<Instant, ProblemCode>>;
  /** Entries that central does not have; null for a terminal that is not enrolled. */
  readonly waiting: () => number | null;
  readonly isWiped: () => boolean;
  /** Whether somebody is at a stop. */
  readonly isAtDoor: () => boolean;
  /** Ends the log with proof; from then on the terminal does nothing any more. */
  readonly wipe: (by: StaffId | null) => Promise<Result<null, ProblemCode>>;
};

type Parts = {
  readonly store: Store;
  readonly central: Central;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly readClock: () => ClockReading;
  readonly scanner: () => TerminalFacts['scanner'];
  /** Null as well if the store is an old copy: its log must not go on. */
  readonly enrolled: () => { readonly log: LogWriter; readonly dock: Dock } | null;
  readonly isAtDoor: () => boolean;
  /** The log has its last entry. */
  readonly wiped: () => void;
  readonly diagnostics: Diagnostics;
};

const factsOf = ({ store, clock, signer, readClock, scanner }: Parts): TerminalFacts => {
  const { sequence, hash } = store.logPosition();
  const { entries, since } = store.waiting();
  const { now, wallWrong, leaseEnds } = readClock();
  const grant = store.terminal()?.grant;
  return {
    identity: {
      terminal: grant?.terminal ?? null,
      depot: grant?.depot ?? null,
      fingerprint: spokenFingerprint(signer.publicKey),
    },
    store: store.facts(),
    log: { length: sequence, head: hash?.slice(0, 8) ?? null, waiting: entries, since },
    scanner: scanner(),
    clock: {
      wall: clock.wall(),
      trust: now.trust,
      wrong: wallWrong,
      leaseEnds,
      lastDock: store.timeAnchor()?.centralTime ?? null,
    },
  };
};

/** Answers what IT asks, and ends the terminal's log when IT wipes it. */
export const askTerminal = (parts: Parts): AskedTerminal => {
  const { store, central, diagnostics } = parts;
  let ended = isWiped(store);

  const wipe = async (by: StaffId | null): Promise<Result<null, ProblemCode>> => {
    const record = store.terminal();
    const enrolled = parts.enrolled();
    if (record === null || enrolled === null) return err('store-rolled-back');
    const { dock, log } = enrolled;
    const { phase } = dock.state();
    // A docking writes to the log as well; after the last entry there may be none.
    if (phase !== 'idle' && phase !== 'done' && phase !== 'failed') return err('central-slow');
    dock.stop();
    const done = await wipeTerminal({ store, central, log, record, by });
    ended = isWiped(store);
    if (ended) parts.wiped();
    diagnostics('wipe', { handedIn: done.ok, problem: done.ok ? null : done.error });
    return done;
  };

  return {
    facts: () => factsOf(parts),
    central: () => store.terminal()?.central ?? null,
    policy: store.policy,
    reach: async () => {
      const record = store.terminal();
      if (record === null) return err('terminal-unknown');
      const said = await central.proveTime(record);
      return said.ok ? ok(said.value.time) : said;
    },
    waiting: () => (store.terminal() === null ? null : store.waiting().entries),
    isWiped: () => ended,
    isAtDoor: parts.isAtDoor,
    wipe,
  };
};
