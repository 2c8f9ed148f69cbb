import type { ManifestItem } from '../../shared/api/terminal.ts';
import type { DeliveryId, DriverId, Instant } from '../../shared/ids.ts';
import { DEFAULT_POLICY, type Policy } from '../../shared/policy.ts';
import type { Purpose, Refusal } from '../../shared/verdict.ts';

// docs/protocol.md as a page of code: what a terminal must say at the door, and from what it knows.

type Window = { readonly notBefore: number; readonly notAfter: number; readonly attempts: number };
type Stop = { readonly epoch: number; withdrawn: boolean } & { readonly [P in Purpose]: Window };

export type Model = {
  policy: Policy;
  route: { readonly driver: DriverId; readonly day: string } | null;
  cursor: number;
  /** Whether the wall clock's being wrong is noted; forgotten when the app ends. */
  noted: boolean;
  /** The time that central told; the newest in the log since, that time among it. */
  told: { readonly central: number; readonly boot: string } | null;
  newest: number;
  readonly stops: Map<DeliveryId, Stop>;
  /** The epochs of stops that were over, and are erased. */
  readonly erased: Map<DeliveryId, number>;
  readonly used: Map<DeliveryId, { readonly at: number; readonly by: DriverId | null }>;
  readonly tries: Map<string, { readonly count: number; readonly lastAt: number }>;
  /** The epoch of the code that a customer had before, where this terminal had its verifier. */
  readonly earlier: Map<DeliveryId, number>;
  /** Tries that were counted and given back: for a code of an earlier message. */
  readonly givenBack: Map<string, number>;
  /** What was shown last, so that the same again is one event; forgotten when the app ends. */
  readonly events: Map<string, Event>;
};
type Event = {
  readonly stop: DeliveryId | null;
  readonly until: number;
  readonly accepted: boolean;
};
export const newModel = (): Model => ({
  ...{ policy: DEFAULT_POLICY, route: null, cursor: 0, noted: false, told: null, newest: 0 },
  ...{ stops: new Map(), erased: new Map(), used: new Map(), tries: new Map() },
  ...{ earlier: new Map(), givenBack: new Map(), events: new Map() },
});

export type Now = { readonly truth: number; readonly wall: number; readonly boot: string };

/** "Trusted time is the anchor plus the boot clock … after a restart the wall clock … never behind". */
export const timeOf = ({ told, newest }: Model, { truth, wall, boot }: Now) => {
  const counts = told?.boot === boot;
  const at = counts ? truth : wall;
  if (newest > at) return { at: newest, trust: 'log' } as const;
  return { at, trust: counts ? 'central' : 'wall' } as const;
};
/** Whether the wall clock lies further from trusted time than the depot tolerates. */
export const isOff = (m: Model, now: Now): boolean =>
  Math.abs(now.wall - timeOf(m, now).at) > m.policy.clockToleranceMs;

export const epochOf = (m: Model, of: DeliveryId): number | null =>
  m.stops.get(of)?.epoch ?? m.erased.get(of) ?? null;
export const keyOf = (of: DeliveryId, epoch: number, whose: Purpose) => `${of} ${epoch} ${whose}`;
export const triesOf = (m: Model, of: DeliveryId, whose: Purpose) =>
  m.tries.get(keyOf(of, epochOf(m, of) ?? 0, whose)) ?? { count: 0, lastAt: null };
export const waitEnds = (m: Model, of: DeliveryId, whose: Purpose): number => {
  const { count, lastAt } = triesOf(m, of, whose);
  const { waitsMs } = m.policy;
  return lastAt === null ? 0 : lastAt + (waitsMs[Math.min(count, waitsMs.length) - 1] ?? 0);
};

/** "Without a look at the code, in this order": what refuses a stop, or null. */
export const refusalOf = (m: Model, now: Now, of: DeliveryId, whose: Purpose): Refusal | null => {
  const [stop, used, { at, trust }] = [m.stops.get(of), m.used.get(of), timeOf(m, now)];
  if (epochOf(m, of) === null) return { reason: 'unknown-delivery' };
  if (used !== undefined) return { reason: 'already-used', at: used.at as Instant, by: used.by };
  if (stop === undefined || stop.withdrawn) return { reason: 'revoked' };
  const leaseEnds = (m.told?.central ?? Number.POSITIVE_INFINITY) + m.policy.leaseMs;
  if (at >= leaseEnds) return { reason: 'lease-ended', since: leaseEnds as Instant };
  const { notBefore, notAfter, attempts } = stop[whose];
  const isBehind = trust === 'log' && isOff(m, now) && m.policy.clockBlocks;
  if (isBehind && whose === 'hand-over') return { reason: 'clock-untrusted' };
  if (!isBehind && at < notBefore) return { reason: 'not-yet-valid', from: notBefore as Instant };
  if (!isBehind && at >= notAfter) return { reason: 'expired', since: notAfter as Instant };
  if (triesOf(m, of, whose).count >= attempts) return { reason: 'locked', until: null };
  const until = waitEnds(m, of, whose) as Instant;
  return at < until ? { reason: 'locked', until } : null;
};

/** What a page of the manifest changes. Tries and acceptances are not touched by any. */
export const take = (m: Model, item: ManifestItem): void => {
  if (item.type === 'policy') m.policy = item.policy;
  if (item.type === 'route') m.route = { driver: item.driver.id, day: item.day };
  const gone = item.type === 'withdrawn' ? m.stops.get(item.delivery) : undefined;
  if (gone !== undefined) gone.withdrawn = true;
  if (item.type !== 'delivery') return;
  const before = m.stops.get(item.id);
  if (before !== undefined && before.epoch < item.epoch) m.earlier.set(item.id, before.epoch);
  m.erased.delete(item.id);
  const windows = { 'hand-over': item.verifier, override: item.override };
  m.stops.set(item.id, { epoch: item.epoch, withdrawn: false, ...windows });
};

/** "At the end of a docking the terminal erases what was withdrawn", but for what somebody looks at. */
export const overIn = ({ stops, route }: Model, at: number, keep: readonly DeliveryId[]) => {
  const over = [...stops].flatMap(([id, { withdrawn }]) =>
    withdrawn && !keep.includes(id) ? [id] : [],
  );
  const isPast = route !== null && route.day < new Date(at).toISOString().slice(0, 10);
  return { stops: over, route: isPast && over.length === stops.size };
};
export const erase = (m: Model, over: ReturnType<typeof overIn>): void => {
  for (const id of over.stops) {
    m.erased.set(id, epochOf(m, id) ?? 0);
    m.stops.delete(id);
  }
  if (over.route) m.route = null;
};

const SAME_EVENT_MS = 10_000;

/** "The same code … for the same stop is one event … for ten seconds after its verdict." */
export const isSameEvent = (
  m: Model,
  now: Now,
  shown: string,
  stop: DeliveryId | null,
): boolean => {
  const event = m.events.get(shown);
  if (event === undefined || now.truth >= event.until) return false;
  return event.accepted || stop === null || event.stop === stop;
};
export const noteEvent = (
  m: Model,
  now: Now,
  shown: string,
  stop: DeliveryId | null,
  accepted: boolean,
): void => {
  m.events.set(shown, { stop, until: now.truth + SAME_EVENT_MS, accepted });
};
