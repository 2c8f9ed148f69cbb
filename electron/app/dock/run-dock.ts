import {
  type Finding,
  MAX_BODY_BYTES,
  MAX_ENTRIES,
  type ManifestItem,
} from '../../../shared/protocol/api/terminal.ts';
import type { Hash, Instant, Sequence } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, hashEntry } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry, StoppedWhy } from '../../../shared/protocol/log/entry.ts';
import type { TrustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import {
  type DockEffect,
  type DockEvent,
  type DockState,
  dockStep,
  idleDock,
} from '../../../shared/terminal/dock/dock.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import { stopProblem } from '../log/stop-problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Central, TerminalRecord } from '../ports/central.ts';
import type { Clock } from '../ports/clock.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import type { Store } from '../ports/store.ts';
import { isNewer, takeKeys } from './take-keys.ts';

/** Runs dockings: takes the state machine's effects to central and the answers back to it. */
export type Dock = {
  readonly state: () => DockState;
  /** What central found in what was handed in since a finished docking was last left. */
  readonly findings: () => readonly Finding[];
  readonly start: () => void;
  /** Docks while the driver is at work: nobody is shown it, and nothing changes for the driver. */
  readonly startQuietly: () => void;
  readonly isQuiet: () => boolean;
  readonly leave: () => void;
  readonly stop: () => void;
};

type Parts = {
  readonly store: Store;
  readonly log: LogWriter;
  readonly central: Central;
  readonly clock: Clock;
  readonly readTime: () => TrustedTime;
  /** In [0, 1): spreads the retries of many terminals. */
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  /** The manifest is up to date: what follows from it is written before the last hand-in. */
  readonly pulled: (quiet: boolean) => Promise<Result<unknown, ProblemCode>>;
  readonly changed: () => void;
  /** Everything is handed in and pulled. */
  readonly done: () => void;
  /** The terminal was stopped for good, which is in its log. */
  readonly stopped: (why: StoppedWhy) => void;
  /** A quiet docking is over, and whether all of it was done. It is not tried again by itself. */
  readonly quietlyOver: (done: boolean) => void;
};

type FoundBy = (findings: readonly Finding[]) => void;

/** Room for what a request has beside its entries. */
const MAX_ENTRIES_BYTES = MAX_BODY_BYTES - 16_384;

/** As many of the entries, and one at least, as one request may hold. */
export const fitRequest = (entries: readonly SignedEntry[]): readonly SignedEntry[] => {
  let bytes = 0;
  const end = entries.findIndex((signed) => {
    bytes += Buffer.byteLength(JSON.stringify(signed)) + 1;
    return bytes > MAX_ENTRIES_BYTES;
  });
  return end === -1 ? entries : entries.slice(0, Math.max(1, end));
};

/** The hash of the entry with this number; null before the first one, undefined if there is none. */
const hashAt = (
  store: Pick<Store, 'entriesAfter'>,
  sequence: Sequence,
): Hash | null | undefined => {
  if (sequence === EMPTY_LOG.sequence) return EMPTY_LOG.hash;
  const [named] = store.entriesAfter((sequence - 1) as Sequence, 1);
  return named?.entry.sequence === sequence ? hashEntry(named.entry) : undefined;
};

/**
 * How many entries central has now that it did not have before, less than none if central lost some;
 * or that its log is another one.
 */
export type Handed =
  | { readonly taken: number }
  | { readonly refused: StoppedWhy & { readonly reason: 'log-refused' } };

/**
 * Hands in as many of the entries that wait as one request may hold, and takes the receipt over;
 * tells what central found in them.
 */
export const handInPage = async (
  { store, central, found }: Pick<Parts, 'store' | 'central'> & { readonly found?: FoundBy },
  record: TerminalRecord,
  now: Instant,
): Promise<Result<Handed, ProblemCode>> => {
  const before = store.acknowledged();
  const entries = fitRequest(store.entriesAfter(before, MAX_ENTRIES));
  const answer = await central.handIn(record, entries, now);
  if (!answer.ok) return answer;
  found?.(answer.value.findings);
  const { acknowledged, hash } = answer.value.receipt;
  // Central has this log, entry for entry, if it knows the newest that it names by its hash. Where
  // it has signed for another one, it will never take this log again.
  if (hashAt(store, acknowledged) !== hash) {
    const isOfAnEntry = acknowledged > 0 && hash !== null;
    if (!isOfAnEntry) return err('hand-in-refused');
    return ok({ refused: { reason: 'log-refused', acknowledged, hash } });
  }
  if (acknowledged === before) return err('hand-in-refused');
  // Less than before: central came out of a backup, and is given again what that does not have.
  store.acknowledge(acknowledged);
  return ok({ taken: acknowledged - before });
};

/** What central says with a time before which it is not to be asked again. */
const WAITED_FOR: ReadonlySet<ProblemCode> = new Set(['central-busy', 'central-failed']);

export const makeDock = (parts: Parts): Dock => {
  const { store, log, central, clock, readTime, random, diagnostics, changed } = parts;
  let state: DockState = idleDock;
  let timer: NodeJS.Timeout | null = null;
  let quiet = false;
  let findings: readonly Finding[] = [];
  let wentBack = false;
  // The same entries may be handed in again, after a failure.
  const found: FoundBy = (more) => {
    const known = new Set(findings.map(({ sequence, code }) => `${sequence} ${code}`));
    findings = [...findings, ...more.filter((one) => !known.has(`${one.sequence} ${one.code}`))];
  };

  const identity = (): TerminalRecord => {
    const record = store.terminal();
    if (record === null) throw new Error('a terminal docks that is not enrolled');
    return record;
  };

  /** Nothing is accepted from this entry on, whatever is restarted or put back. */
  const stopFor = async (why: StoppedWhy): Promise<Result<DockEvent, ProblemCode>> => {
    const entry = await log.append({ kind: 'stopped', why }, (writer) => writer.stop(why));
    if (!entry.ok) return entry;
    parts.stopped(why);
    return err(stopProblem(why));
  };

  const proveTime = async (): Promise<Result<DockEvent, ProblemCode>> => {
    // The boot clock is read before asking: the anchor may be early by the network's delay, so that
    // trusted time runs ahead by no more than that and never behind.
    const { bootId, elapsedMs } = clock.boot();
    wentBack = false;
    const answer = await central.proveTime(identity());
    if (!answer.ok) return answer;
    const { time: centralTime, revoked, entries, trust, name } = answer.value;
    const taken = trust === null ? ok(null) : await takeKeys(store, log, trust);
    if (!taken.ok) return taken;
    if (revoked !== null) return stopFor({ reason: 'revoked', since: revoked });
    const entry = await log.append(
      { kind: 'clock', central: centralTime, wall: clock.wall() },
      (writer, { sequence }) => {
        writer.setTimeAnchor({ centralTime, bootId, elapsedMs }, sequence);
        writer.setEntryVersion(entries);
        if (name !== null) writer.rename(name);
        // Where anybody may be, and not the depot's staff, a lock on a PIN stays.
        if (!quiet) writer.liftPinLocks();
      },
    );
    return entry.ok ? ok({ type: 'time-proved', waiting: store.waiting().entries }) : entry;
  };

  const handIn = async (): Promise<Result<DockEvent, ProblemCode>> => {
    const handed = await handInPage({ store, central, found }, identity(), readTime().at);
    if (!handed.ok) return handed;
    if ('refused' in handed.value) return stopFor(handed.value.refused);
    const { taken } = handed.value;
    if (taken < 0) {
      // What central found missing is on its way. It loses a log once in a docking, not for ever.
      findings = findings.filter(({ code }) => code !== 'gap');
      if (wentBack) return err('hand-in-refused');
      wentBack = true;
      diagnostics('central-restored', { entries: -taken });
    }
    const accepted = Math.max(0, taken);
    return ok({ type: 'handed-in', accepted, waiting: store.waiting().entries });
  };

  const pull = async (): Promise<Result<DockEvent, ProblemCode>> => {
    let answer = await central.pull(identity(), store.cursor(), readTime().at);
    const isAnew = !answer.ok && answer.error === 'cursor-unknown';
    if (isAnew) answer = await central.pull(identity(), 0, readTime().at);
    if (!answer.ok) {
      const { error } = answer;
      return err(error === 'cursor-unknown' ? 'central-answer-malformed' : error);
    }
    const { cursor, remaining } = answer.value;
    // Everything comes again: what does not is no longer this terminal's.
    const before: readonly ManifestItem[] = isAnew
      ? store.given().map((delivery) => ({ type: 'withdrawn', delivery }))
      : [];
    const items: ManifestItem[] = [];
    for (const item of answer.value.items) {
      const take = item.type === 'keys' ? isNewer(identity(), item) : ok(true);
      if (!take.ok) return take;
      if (take.value) items.push(item);
    }
    if (isAnew || cursor > store.cursor()) {
      // Page, cursor and the entry that vouches for them are one transaction.
      const manifest = store.manifest.after([...before, ...items]);
      const entry = await log.append(
        { kind: 'pulled', cursor, items: items.length, manifest },
        (writer) => {
          for (const item of [...before, ...items]) writer.applyItem(item);
          writer.setCursor(cursor, manifest);
        },
      );
      if (!entry.ok) return entry;
    }
    if (remaining === 0) {
      const followed = await parts.pulled(quiet);
      if (!followed.ok) return followed;
    }
    const waiting = store.waiting().entries;
    return ok({ type: 'pulled', items: items.length, remaining, waiting });
  };

  const run = async (effect: DockEffect): Promise<void> => {
    if (effect.type === 'retry') {
      timer = setTimeout(() => take({ type: 'start' }), effect.afterMs);
      return;
    }
    const works = { 'prove-time': proveTime, 'hand-in': handIn, pull };
    const outcome = await works[effect.type]().catch((error: unknown) => err(problemOf(error)));
    if (outcome.ok) return take(outcome.value);
    diagnostics('dock-failed', { step: effect.type, problem: outcome.error });
    const waitMs = WAITED_FOR.has(outcome.error) ? central.waitMs() : 0;
    take({ type: 'failed', problem: outcome.error, random: random(), waitMs });
  };

  const take = (event: DockEvent): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const step = dockStep(state, event);
    state = step.state;
    if (quiet && (state.phase === 'done' || state.phase === 'failed')) {
      quiet = false;
      const isDone = state.phase === 'done';
      state = idleDock;
      changed();
      parts.quietlyOver(isDone);
      return;
    }
    changed();
    if (state.phase === 'done') parts.done();
    if (step.effect !== null) void run(step.effect);
  };

  return {
    state: () => state,
    findings: () => findings,
    isQuiet: () => quiet,
    startQuietly: () => {
      if (state.phase !== 'idle') return;
      quiet = true;
      take({ type: 'start' });
    },
    start: () => {
      quiet = false;
      take({ type: 'start' });
    },
    leave: () => {
      // They were on the screen. What was found on the road waits for that.
      if (state.phase === 'done') findings = [];
      take({ type: 'leave' });
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
};
