import { assertNever } from '../../assert-never.ts';
import { mayPass } from '../may-pass.ts';
import type { ProblemCode } from '../problem.ts';

/** The state machine of a docking: prove the time, hand in, pull, and what to do when it fails. */
export type DockState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'reaching' | 'handing-in' | 'pulling' | 'done';
      readonly progress: DockProgress;
      /** Whether the manifest is up to date; what was written meanwhile is then handed in too. */
      readonly pulled: boolean;
      /** Failed tries in a row before this one. */
      readonly failures: number;
    }
  | {
      readonly phase: 'failed';
      readonly progress: DockProgress;
      readonly failures: number;
      readonly problem: ProblemCode;
      /** Milliseconds until the next try, or null if only a person can help. */
      readonly retryInMs: number | null;
    };

/** Entries to hand in and manifest items to pull: how many done, of how many known so far. */
export type DockProgress = {
  readonly entriesDone: number;
  readonly entriesTotal: number;
  readonly itemsDone: number;
  readonly itemsTotal: number;
};

export const idleDock: DockState = { phase: 'idle' };
const NOTHING: DockProgress = { entriesDone: 0, entriesTotal: 0, itemsDone: 0, itemsTotal: 0 };

export type DockEvent =
  | { readonly type: 'start' }
  | { readonly type: 'time-proved'; readonly waiting: number }
  /** `waiting`: entries that central has not acknowledged yet. */
  | { readonly type: 'handed-in'; readonly accepted: number; readonly waiting: number }
  | {
      readonly type: 'pulled';
      readonly items: number;
      readonly remaining: number;
      /** Entries to hand in, among them the one about this pull. */
      readonly waiting: number;
    }
  | {
      readonly type: 'failed';
      readonly problem: ProblemCode;
      readonly random: number;
      /** How long central wants not to be asked, in milliseconds. */
      readonly waitMs: number;
    }
  | { readonly type: 'leave' };

export type DockEffect =
  | { readonly type: 'prove-time' }
  | { readonly type: 'hand-in' }
  | { readonly type: 'pull' }
  | { readonly type: 'retry'; readonly afterMs: number };

/** What may pass without anybody at the terminal, of the network and of central's health. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  'central-unreachable',
  'central-slow',
  'central-busy',
  'central-failed',
  // A clock that is set, a certificate that is renewed, a rule for the proxy: then it works.
  'central-untrusted',
  'central-certificate-expired',
  'central-behind-proxy',
]);
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;

/** Doubles with each failure up to five minutes; `random` in [0, 1) spreads terminals apart. */
export const backOffMs = (failures: number, random: number): number => {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 20));
  return Math.round(full * (0.5 + random / 2));
};

type Step = { readonly state: DockState; readonly effect: DockEffect | null };
const stay = (state: DockState): Step => ({ state, effect: null });

const start = (state: DockState): Step => {
  const running = state.phase !== 'idle' && state.phase !== 'failed' && state.phase !== 'done';
  if (running) return stay(state);
  const failures = state.phase === 'failed' ? state.failures : 0;
  return {
    state: { phase: 'reaching', progress: NOTHING, pulled: false, failures },
    effect: { type: 'prove-time' },
  };
};

type RunningDock = Extract<DockState, { readonly pulled: boolean }>;

const advance = (state: RunningDock, progress: DockProgress, pulled: boolean): Step => {
  const failures = state.failures;
  if (progress.entriesDone < progress.entriesTotal) {
    return {
      state: { phase: 'handing-in', progress, pulled, failures },
      effect: { type: 'hand-in' },
    };
  }
  return pulled
    ? stay({ phase: 'done', progress, pulled, failures: 0 })
    : { state: { phase: 'pulling', progress, pulled, failures }, effect: { type: 'pull' } };
};

/** Terminals that were told the same moment come up to so much after it. */
const SPREAD_MS = 1_000;

const fail = (
  state: RunningDock,
  { problem, random, waitMs }: Extract<DockEvent, { type: 'failed' }>,
): Step => {
  const { progress } = state;
  // Who is told to wait for their turn has not failed: the wait is central's to say.
  const isTold = problem === 'central-busy';
  const failures = isTold ? state.failures : state.failures + 1;
  const told = waitMs + Math.round(random * SPREAD_MS);
  const backOff = Math.max(waitMs, backOffMs(state.failures, random));
  // So may what hinders the terminal itself: a disk that was full, a keychain that was slow.
  const passes = PASSING.has(problem) || mayPass(problem);
  const retryInMs = passes ? (isTold ? told : backOff) : null;
  return {
    state: { phase: 'failed', progress, failures, problem, retryInMs },
    effect: retryInMs === null ? null : { type: 'retry', afterMs: retryInMs },
  };
};

/** The next state of a docking, and what is to be done. Events out of turn change nothing. */
export const dockStep = (state: DockState, event: DockEvent): Step => {
  const { phase } = state;
  if (event.type === 'start') return start(state);
  if (event.type === 'leave')
    return phase === 'failed' || phase === 'done' ? stay(idleDock) : stay(state);
  if (phase === 'idle' || phase === 'failed' || phase === 'done') return stay(state);
  const { progress } = state;
  switch (event.type) {
    case 'time-proved':
      if (phase !== 'reaching') return stay(state);
      return advance(state, { ...NOTHING, entriesTotal: event.waiting }, false);
    case 'handed-in': {
      if (phase !== 'handing-in') return stay(state);
      const entriesDone = progress.entriesDone + event.accepted;
      const entriesTotal = entriesDone + event.waiting;
      return advance(state, { ...progress, entriesDone, entriesTotal }, state.pulled);
    }
    case 'pulled': {
      if (phase !== 'pulling') return stay(state);
      const itemsDone = progress.itemsDone + event.items;
      const next = {
        ...progress,
        itemsDone,
        itemsTotal: itemsDone + event.remaining,
        entriesTotal: progress.entriesDone + event.waiting,
      };
      return event.remaining > 0
        ? { state: { ...state, progress: next }, effect: { type: 'pull' } }
        : advance(state, next, true);
    }
    case 'failed':
      return fail(state, event);
    default:
      return assertNever(event);
  }
};
