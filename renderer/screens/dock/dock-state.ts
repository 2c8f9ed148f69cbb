import { assertNever } from '../../../shared/assert-never.ts';
import { mayPass } from '../../../shared/terminal/may-pass.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { DockView } from '../../../shared/terminal/view/dock-view.ts';
import type { Battery } from '../../components/battery.ts';

/** What is known in one glance: may it be taken out, is a route in it, or is somebody needed. */
export type DockGlance =
  | 'ready'
  /** Ready but for its battery. */
  | 'charging'
  | 'empty'
  /** It was enrolled a moment ago. */
  | 'enrolled'
  | 'connecting'
  | 'busy'
  | 'offline'
  | 'person';

/** With less than this a terminal does not get through a day; whole per cent. */
const ENOUGH_PERCENT = 50;

/** Whether a terminal must not leave for its battery. */
export const isTooEmpty = (battery: Battery | null): boolean =>
  battery !== null && battery.percent < ENOUGH_PERCENT;

/** What is tried again by itself, and still passes sooner with somebody's help; so may what hinders the terminal itself. */
const NEEDS_HELP: ReadonlySet<ProblemCode> = new Set([
  'central-untrusted',
  'central-certificate-expired',
  'central-behind-proxy',
]);

export const glanceOf = (view: DockView, battery: Battery | null): DockGlance => {
  switch (view.phase) {
    case 'reaching':
      // A try after one that failed is no reason to leave it in: it goes on anywhere.
      return view.again ? 'offline' : 'connecting';
    case 'handing-in':
    case 'pulling':
      return 'busy';
    case 'done':
      if (view.enrolled !== null) return 'enrolled';
      if (view.stops === 0) return 'empty';
      return isTooEmpty(battery) ? 'charging' : 'ready';
    case 'failed':
      // It has its turn by itself, and stays where it is until then.
      if (view.problem === 'central-busy') return 'connecting';
      if (view.retryAt === null) return 'person';
      return view.problem !== null && (NEEDS_HELP.has(view.problem) || mayPass(view.problem))
        ? 'person'
        : 'offline';
    default:
      return assertNever(view.phase);
  }
};

export type DockWork = {
  readonly entriesLeft: number;
  readonly stopsLeft: number;
  /** Whole per cent of everything known to be done; below 100 until it is really over. */
  readonly percent: number;
};

export const workOf = ({ phase, handedIn, pulled }: DockView): DockWork => {
  const total = handedIn.total + pulled.total;
  const done = Math.min(handedIn.done, handedIn.total) + Math.min(pulled.done, pulled.total);
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  return {
    entriesLeft: Math.max(0, handedIn.total - handedIn.done),
    stopsLeft: Math.max(0, pulled.total - pulled.done),
    percent: phase === 'done' ? 100 : Math.min(99, share),
  };
};

/** How much of a docking was done at one moment; `at` in milliseconds of a clock that only runs on. */
export type DockMark = { readonly at: number; readonly done: number; readonly total: number };

/** Before this long, how fast it goes is not known, in milliseconds. */
const LEAST_WATCHED_MS = 2_000;

/** The mark of a view, now. */
export const markOf = ({ handedIn, pulled }: DockView, at: number): DockMark => ({
  at,
  done: handedIn.done + pulled.done,
  total: handedIn.total + pulled.total,
});

/** About how many seconds it still takes, if it goes on as it went since a mark; null if unknown. */
export const secondsLeft = (since: DockMark, now: DockMark): number | null => {
  const watched = now.at - since.at;
  const done = now.done - since.done;
  if (watched < LEAST_WATCHED_MS || done <= 0 || now.total <= now.done) return null;
  return Math.ceil(((now.total - now.done) * watched) / done / 1_000);
};
