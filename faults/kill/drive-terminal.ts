import type { ExceptionSaid } from '../../electron/app/door/record-exception.ts';
import type { RunningTerminal } from '../../electron/main/compose.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScreenView, StopView } from '../../shared/terminal/view/view.ts';
import { type Customers, qrOf, wrongCodeOf } from './customers.ts';
import type { Aim, Said } from './said.ts';

/**
 * The driver of a terminal: scans, looks at the screen, touches. Says what is shown at the moment
 * when the product says that there is something new to show.
 */
export interface Driver {
  /** To be given to the product as what it calls after each change. */
  readonly changed: () => void;
  readonly take: (terminal: RunningTerminal) => void;
  /**
   * Does it, waits for the verdict and acknowledges it. False if the terminal is blocked. `other` has
   * the code that is scanned for the aim of that name.
   */
  readonly scan: (aim: Aim, stop: StopView, n: number, other?: StopView) => Promise<boolean>;
  /** Scans the enrolment code and waits until the first docking has come to its end. */
  readonly enrol: (code: string) => Promise<boolean>;
  /** Docks, and leaves the dock when it is done or has failed. False if it was not done. */
  readonly dock: () => Promise<boolean>;
  /** The route's stops, from the screen. */
  readonly stops: () => readonly StopView[];
  readonly screen: () => ScreenView;
  /** The terminal can do nothing more. */
  readonly block: (problem: ProblemCode) => void;
  readonly isBlocked: () => boolean;
}

/** What names a delivery, and what is done with its door open. */
const AT_A_STOP: ReadonlySet<Aim> = new Set(['right', 'wrong', 'override', 'exception']);
const AT_THE_DOOR: ReadonlySet<Aim> = new Set(['other', 'override', 'exception']);

/** What is said in a line, and is no entry. */
const FOR_NOBODY: ReadonlySet<Aim> = new Set(['mistyped', 'unknown']);
/** A little longer than what is read again is the same event. */
const SAME_EVENT_MS = 11_000;

const SAID_OF_NOBODY: ExceptionSaid = { outcome: 'nobody-home', note: '', strokes: [] };

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const payloadOf = (
  { codeOf, overrideCodeOf }: Customers,
  aim: Exclude<Aim, 'noise' | 'exception'>,
  { shortId }: StopView,
  n: number,
  other: StopView | undefined,
): Uint8Array => {
  const code = codeOf(shortId);
  switch (aim) {
    case 'right':
      return qrOf(shortId, code);
    case 'override':
      return overrideCodeOf(shortId);
    case 'wrong':
      return qrOf(shortId, wrongCodeOf(shortId, n));
    case 'mistyped':
      code[0] = code[0] === 0x37 ? 0x38 : 0x37;
      return qrOf(shortId, code);
    case 'unknown':
      return ascii(`0034019999${String(n).padStart(10, '0')}`);
    case 'other':
      // The stop's own code is the right one.
      if (other === undefined) throw new Error('there is no other stop whose code to scan');
      return qrOf(other.shortId, codeOf(other.shortId));
    default:
      return assertNever(aim);
  }
};

export const makeDriver = (say: (said: Said) => void, customers: Customers): Driver => {
  let terminal: RunningTerminal | null = null;
  let seen = 0;
  let blocked = false;
  let waiting: (() => void)[] = [];
  let stops: readonly StopView[] = [];
  let current: ScreenView = { name: 'starting' };
  const shownAt = new Map<string, number>();

  const block = (problem: ProblemCode): void => {
    if (!blocked) say({ said: 'blocked', problem });
    blocked = true;
    changed();
  };
  const look = (): ScreenView => {
    if (terminal === null) return { name: 'starting' };
    try {
      return terminal.view().screen;
    } catch {
      // As the app does.
      return { name: 'blocked', problem: 'store-damaged' };
    }
  };
  const changed = (): void => {
    const now = look();
    current = now;
    if (now.name === 'route') stops = now.stops;
    if (now.name === 'blocked' && !blocked) {
      blocked = true;
      say({ said: 'blocked', problem: now.problem });
    }
    if (now.name === 'verdict' && now.id > seen) {
      seen = now.id;
      const delivery = now.stop?.delivery ?? null;
      const { verdict } = now;
      const shown =
        verdict.result === 'accepted'
          ? { result: verdict.result, by: verdict.by }
          : { result: verdict.result, refusal: verdict.refusal };
      say({ said: 'shown', delivery, verdict: shown });
    }
    const resume = waiting;
    waiting = [];
    for (const go of resume) go();
  };
  /** Waits for changes until one answers, or the terminal is blocked. */
  const until = async (isSo: (now: ScreenView) => boolean): Promise<boolean> => {
    while (!blocked) {
      if (isSo(current)) return true;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    return false;
  };
  const running = (): RunningTerminal => {
    if (terminal === null) throw new Error('no terminal is running');
    return terminal;
  };

  /**
   * Opens the stop and asks for what the aim needs, then says what is about to be done. False: the
   * terminal is blocked, because what is done at the door could not be kept.
   */
  const prepare = (aim: Aim, { delivery }: StopView): boolean => {
    const opened =
      !AT_THE_DOOR.has(aim) || running().touch({ type: 'stop/open', input: { delivery } });
    const asked =
      aim !== 'override' ||
      blocked ||
      running().touch({ type: 'override/ask', input: { delivery } });
    if (blocked) return false;
    if (!opened || !asked) throw new Error(`the stop cannot be opened for: ${aim}`);
    say({ said: 'begin', aim, delivery: AT_A_STOP.has(aim) ? delivery : null });
    return true;
  };

  const leaveDock = async (): Promise<boolean> => {
    let done = false;
    await until((now) => {
      if (now.name !== 'dock') return now.name === 'route';
      done = now.phase === 'done';
      return done || now.phase === 'failed';
    });
    if (blocked) return false;
    running().touch({ type: 'dock/leave', input: {} });
    if (done) say({ said: 'docked' });
    return done;
  };

  return {
    changed,
    take: (running) => {
      terminal = running;
      // A stop that was open when it was killed is open again.
      running.touch({ type: 'stop/close', input: {} });
      changed();
    },
    scan: async (aim, stop, n, other) => {
      const before = seen;
      if (!prepare(aim, stop)) return false;
      if (aim === 'exception') {
        if (
          !running().touch({
            type: 'exception/record',
            input: { delivery: stop.delivery, ...SAID_OF_NOBODY },
          })
        ) {
          throw new Error('the exception is not taken');
        }
        const taken = await until((now) => now.name === 'route' || now.name === 'dock');
        if (taken) say({ said: 'excepted', delivery: stop.delivery });
        return taken;
      }
      if (aim === 'noise') {
        running().noise();
        return true;
      }
      const payload = payloadOf(customers, aim, stop, n, other);
      const name = String.fromCharCode(...payload);
      // The same again is the same event, and has no verdict of its own.
      if (performance.now() - (shownAt.get(name) ?? Number.NEGATIVE_INFINITY) < SAME_EVENT_MS) {
        running().touch({ type: 'stop/close', input: {} });
        return true;
      }
      shownAt.set(name, performance.now());
      running().scan(payload, null);
      // Nor has what is for no stop.
      if (FOR_NOBODY.has(aim)) return true;
      if (!(await until(() => seen > before))) return false;
      running().touch({ type: 'verdict/acknowledge', input: { id: seen } });
      running().touch({ type: 'stop/close', input: {} });
      return true;
    },
    enrol: async (code) => {
      running().scan(ascii(code), null);
      const failed = (now: ScreenView) =>
        now.name === 'setup' &&
        now.checks.some(({ id, state }) => id === 'enrolment' && state === 'failed');
      let ok = false;
      await until((now) => {
        ok = now.name !== 'setup' && now.name !== 'starting';
        return ok || failed(now);
      });
      return ok && leaveDock();
    },
    dock: async () => {
      if (!running().touch({ type: 'dock/start', input: {} })) return false;
      return leaveDock();
    },
    stops: () => stops,
    screen: () => current,
    block,
    isBlocked: () => blocked,
  };
};
