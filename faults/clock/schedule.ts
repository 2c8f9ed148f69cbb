import type { Validity } from '../../central/src/testing/seed.ts';
import type { Policy } from '../../shared/protocol/policy.ts';

/** What happens to a terminal and its clocks. Durations and offsets in milliseconds. */
export type Event =
  /** True time goes on; asleep or awake makes no difference to a clock that counts both. */
  | { readonly type: 'pass' | 'sleep'; readonly ms: number }
  /** Someone sets the wall clock so far from true time. */
  | { readonly type: 'turn'; readonly offset: number }
  /** The app alone, and the whole machine. */
  | { readonly type: 'restart' | 'reboot' }
  | { readonly type: 'zone'; readonly name: string }
  /** The network takes its time on the way there and back. */
  | { readonly type: 'dock'; readonly there: number; readonly back: number }
  | { readonly type: 'scan'; readonly stop: number };

export type Schedule = {
  readonly start: number;
  readonly stops: readonly Validity[];
  readonly policy: Policy;
  readonly events: readonly Event[];
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const OFFSETS = [1, SECOND, 30 * SECOND, 5 * MINUTE, HOUR, DAY, 30 * DAY, YEAR, 10 * YEAR];
/** Four o'clock, 15 January 2027. */
const MORNING = 1_799_985_600_000;
const ZONES = ['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/Adak', 'Asia/Kathmandu'];
const STOPS = 8;
const EVENTS = 40;

/** A random schedule, with instants drawn to the edges of validities. */
export const makeSchedule = (random: () => number): Schedule => {
  const upTo = (n: number): number => Math.floor(random() * n);
  const pick = <T>(of: readonly T[]): T => of[upTo(of.length)] as T;
  // In the morning of a day of the next year: central ends a route with its day.
  const start = MORNING + upTo(365) * DAY + upTo(4 * HOUR);
  const stops = Array.from({ length: STOPS }, (): Validity => {
    const notBefore = start + upTo(4 * HOUR) - 2 * HOUR;
    // Central issues no code that is over.
    return { notBefore, notAfter: Math.max(start, notBefore) + 10 * MINUTE + upTo(8 * HOUR) };
  });
  const policy: Policy = {
    leaseMs: HOUR + upTo(37) * HOUR,
    clockToleranceMs: pick([SECOND, 2 * MINUTE, HOUR]),
    clockBlocks: random() < 0.7,
    signOutAtDock: false,
    docksOnNetwork: false,
    unscanned: 'free',
    missingEvidence: 'refuse',
    customerNumbers: false,
    waitsMs: [0],
  };
  let time = start;
  const pass = (): Event => {
    const { notBefore, notAfter } = pick(stops);
    const edge = pick([notBefore, notAfter]) + pick([-SECOND, -1, 0, 1, SECOND]);
    const ms = edge > time && random() < 0.6 ? edge - time : upTo(pick([SECOND, MINUTE, HOUR]));
    time += ms;
    return { type: pick(['pass', 'sleep'] as const), ms };
  };
  /** To the edge of a validity, or by a round amount. */
  const turn = (): Event => {
    const { notBefore, notAfter } = pick(stops);
    if (random() < 0.4) {
      return { type: 'turn', offset: pick([notBefore, notAfter]) + pick([-1, 0, 1]) - time };
    }
    return { type: 'turn', offset: random() < 0.2 ? 0 : pick(OFFSETS) * pick([-1, 1]) };
  };
  const dock = (): Event => {
    const there = upTo(pick([2, 50, 2 * SECOND]));
    const back = upTo(pick([2, 50, 2 * SECOND]));
    time += there + back;
    return { type: 'dock', there, back };
  };
  const any = (): Event => {
    const kind = random();
    if (kind < 0.4) return { type: 'scan', stop: 1 + upTo(STOPS) };
    if (kind < 0.62) return pass();
    if (kind < 0.78) return turn();
    if (kind < 0.84) return { type: 'restart' };
    if (kind < 0.9) return { type: 'reboot' };
    if (kind < 0.93) return { type: 'zone', name: pick(ZONES) };
    return dock();
  };
  return { start, stops, policy, events: [dock(), ...Array.from({ length: EVENTS }, any)] };
};
