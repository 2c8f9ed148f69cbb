import type { ManifestItem } from '../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DriverId, Instant, ParcelLabel } from '../../shared/protocol/ids.ts';
import type { ExceptionOutcome } from '../../shared/protocol/outcome.ts';
import { DEFAULT_POLICY, type Policy } from '../../shared/protocol/policy.ts';
import type { Purpose, Refusal } from '../../shared/protocol/verdict.ts';
import type { Note } from './said.ts';

// docs/protocol/ as a page of code: what a terminal must say at the door, and from what it knows.

type Window = { readonly notBefore: number; readonly notAfter: number; readonly attempts: number };
type Stop = {
  readonly epoch: number;
  readonly isToken: boolean;
  readonly parcels: readonly ParcelLabel[];
  /** A hand-over needs a scan of each parcel. */
  readonly needsScans: boolean;
  readonly position: number;
  readonly words: string;
  withdrawn: boolean;
} & { readonly [P in Purpose]: Window };
/** What of an entry tells whether an exception can be taken back. */
type Logged = { readonly at: number; readonly sequence: number; readonly content: Content };
type Content = { readonly kind?: string; readonly delivery?: unknown; readonly undoes?: unknown };

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
  /** What the driver did and said at stops that are not over. */
  readonly notes: Map<DeliveryId, Note>;
  /** Where parcels that are not scanned are handed over all the same; forgotten when the app ends. */
  readonly unasked: Set<DeliveryId>;
  /** The customers' token: its steps below this are used. */
  tokenNext: number;
  /** Passes that are no longer good, by their one-time ids. */
  readonly takenBack: Set<string>;
  readonly exceptions: Map<DeliveryId, ExceptionOutcome>;
  readonly log: Logged[];
  /** Who of the roster drives; who of them was removed. */
  readonly drivers: Map<string, { removed: boolean }>;
  signedIn: string | null;
};
type Event = {
  readonly stop: DeliveryId | null;
  readonly until: number;
  readonly accepted: boolean;
};
export const newModel = (): Model => ({
  ...{ policy: DEFAULT_POLICY, route: null, cursor: 0, noted: false, told: null, newest: 0 },
  ...{ stops: new Map(), erased: new Map(), used: new Map(), tries: new Map() },
  ...{ earlier: new Map(), givenBack: new Map(), events: new Map(), notes: new Map() },
  ...{ unasked: new Set(), tokenNext: 0, takenBack: new Set(), exceptions: new Map(), log: [] },
  ...{ drivers: new Map(), signedIn: null },
});

/** What a process knows is gone with it; what was said and done at the doors is not. */
export const endProcess = (m: Model): void => {
  m.noted = false;
  m.events.clear();
  m.unasked.clear();
};

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

/** Whether the clock runs behind the log, and the depot accepts nothing then. */
export const isBlind = (m: Model, now: Now): boolean =>
  timeOf(m, now).trust === 'log' && isOff(m, now) && m.policy.clockBlocks;

export const usedBefore = (m: Model, of: DeliveryId): Refusal | null => {
  const used = m.used.get(of);
  return used === undefined
    ? null
    : { reason: 'already-used', at: used.at as Instant, by: used.by };
};
export const leaseRefusal = (m: Model, now: Now): Refusal | null => {
  const leaseEnds = (m.told?.central ?? Number.POSITIVE_INFINITY) + m.policy.leaseMs;
  const isOver = timeOf(m, now).at >= leaseEnds;
  return isOver ? { reason: 'lease-ended', since: leaseEnds as Instant } : null;
};
/** What refuses a stop to everybody, whatever is shown. */
export const refusalForAll = (m: Model, now: Now, of: DeliveryId): Refusal | null => {
  const stop = m.stops.get(of);
  const used = usedBefore(m, of);
  if (used !== null) return used;
  return stop === undefined || stop.withdrawn ? { reason: 'revoked' } : leaseRefusal(m, now);
};

/** "Without a look at the code, in this order": what refuses a stop, or null. */
export const refusalOf = (m: Model, now: Now, of: DeliveryId, whose: Purpose): Refusal | null => {
  const [stop, { at }] = [m.stops.get(of), timeOf(m, now)];
  if (epochOf(m, of) === null) return { reason: 'unknown-delivery' };
  const forAll = refusalForAll(m, now, of);
  if (forAll !== null || stop === undefined) return forAll;
  const { notBefore, notAfter, attempts } = stop[whose];
  const isBehind = isBlind(m, now);
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
  if (item.type === 'pass-withdrawn') m.takenBack.add(item.once);
  if (item.type === 'staff' && item.role === 'driver') m.drivers.set(item.id, { removed: false });
  const left = item.type === 'staff-removed' ? m.drivers.get(item.id) : undefined;
  if (left !== undefined) left.removed = true;
  if (item.type !== 'delivery') return;
  const before = m.stops.get(item.id);
  if (before !== undefined && before.epoch < item.epoch) m.earlier.set(item.id, before.epoch);
  m.erased.delete(item.id);
  const windows = { 'hand-over': item.verifier, override: item.override };
  const { epoch, parcels, position, customer, address } = item;
  const words = [customer, ...address, ...parcels].join(' ').toLowerCase();
  const needsScans = item.instructions?.evidence.everyParcel === true;
  const known = { epoch, parcels, needsScans, position, words, isToken: item.token !== null };
  m.stops.set(item.id, { ...known, withdrawn: false, ...windows });
};

/** Who drives: who is signed in or, where nobody has to, the driver of the route. */
export const signedInDriver = ({ drivers, signedIn }: Model): string | null =>
  signedIn !== null && drivers.get(signedIn)?.removed === false ? signedIn : null;
const hasDrivers = ({ drivers }: Model): boolean =>
  [...drivers.values()].some(({ removed }) => !removed);
export const mustSignIn = (m: Model): boolean => hasDrivers(m) && signedInDriver(m) === null;
export const driverOf = (m: Model): DriverId | null =>
  hasDrivers(m) ? (signedInDriver(m) as DriverId | null) : (m.route?.driver ?? null);

/**
 * "At the end of a docking the terminal erases what was withdrawn", and what was accepted there on a
 * day that is over, but for what somebody looks at.
 */
export const overIn = ({ stops, route, used }: Model, at: number, keep: readonly DeliveryId[]) => {
  const isPast = route !== null && route.day < new Date(at).toISOString().slice(0, 10);
  const over = [...stops].flatMap(([id, { withdrawn }]) =>
    (withdrawn || (isPast && used.has(id))) && !keep.includes(id) ? [id] : [],
  );
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

const DAY = 86_400_000;

/**
 * Exceptions that can be taken back, by the numbers of their entries: of today, the last of their
 * stops, and not taken back before. The depot's days are those of UTC.
 */
export const undoable = (m: Model, now: Now): ReadonlyMap<number, DeliveryId> => {
  const { at } = timeOf(m, now);
  const today = at - (at % DAY);
  const first = m.log.findLastIndex((one) => one.at < today) + 1;
  const undone = new Set<unknown>();
  const ended = new Set<unknown>();
  const found = new Map<number, DeliveryId>();
  for (const { content, sequence } of m.log.slice(first).reverse()) {
    const { kind, delivery, undoes } = content;
    if (kind === 'exception-undone') undone.add(undoes);
    if (kind !== 'hand-over' && kind !== 'exception') continue;
    const isOpen = kind === 'exception' && !undone.has(sequence) && !ended.has(delivery);
    if (isOpen) found.set(sequence, delivery as DeliveryId);
    ended.add(delivery);
  }
  return found;
};
