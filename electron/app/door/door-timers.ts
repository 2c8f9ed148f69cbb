import {
  type DoorEvent,
  type DoorState,
  holdsCode,
} from '../../../shared/terminal/door/door-state.ts';
import { PASSES_AFTER_MS, toneOfVerdict } from '../../../shared/terminal/door/tone.ts';

/** How long a line stands. */
const NOTICE_MS = 4_000;
/** How long a code waits for the driver's answer before it is wiped. */
const HELD_MS = 60_000;

type Timed = { readonly key: string | null; readonly timer: NodeJS.Timeout | undefined };
const NOTHING: Timed = { key: null, timer: undefined };

/** What goes by itself, as a state of the door has it: a verdict, a line, a code that waits. */
const goingBy = (state: DoorState) => {
  const { at, notice } = state;
  const verdict = at.name === 'verdict' ? at : null;
  const asked = at.name === 'door' && holdsCode(state) ? at : null;
  const passes =
    verdict === null ? null : PASSES_AFTER_MS[toneOfVerdict(verdict.verdict, verdict.justNow)];
  return [
    verdict === null || passes === null
      ? null
      : { key: `${verdict.id}`, afterMs: passes, event: { type: 'acknowledge', id: verdict.id } },
    notice === null
      ? null
      : { key: `${notice.id}`, afterMs: NOTICE_MS, event: { type: 'notice-over', id: notice.id } },
    asked === null ? null : { key: asked.stop, afterMs: HELD_MS, event: { type: 'unask' } },
  ] as const satisfies readonly ({
    readonly key: string;
    readonly afterMs: number;
    readonly event: DoorEvent;
  } | null)[];
};

/** Lets go by what the state says goes by itself, each once, and stops what is no longer there. */
export const makeDoorTimers = (
  pass: (event: DoorEvent & { type: 'acknowledge' | 'notice-over' | 'unask' }) => void,
) => {
  let running: readonly Timed[] = [];
  return {
    follow: (state: DoorState): void => {
      running = goingBy(state).map((going, place): Timed => {
        const before = running[place] ?? NOTHING;
        if (before.key === (going?.key ?? null)) return before;
        clearTimeout(before.timer);
        if (going === null) return NOTHING;
        return { key: going.key, timer: setTimeout(() => pass(going.event), going.afterMs) };
      });
    },
    stop: (): void => {
      for (const { timer } of running) clearTimeout(timer);
      running = [];
    },
  };
};
