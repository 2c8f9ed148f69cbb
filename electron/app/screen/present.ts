import type { Finding } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DriverId, Instant, Sequence } from '../../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Particulars } from '../../../shared/protocol/outcome.ts';
import type { Purpose, Refusal } from '../../../shared/protocol/verdict.ts';
import type { DockState } from '../../../shared/terminal/dock/dock.ts';
import type { DoorAt, DoorState } from '../../../shared/terminal/door/door-state.ts';
import { hasToHandOver } from '../../../shared/terminal/door/said.ts';
import type { Look } from '../../../shared/terminal/screen/screen.ts';
import type { DockView, FindingView, UpdateView } from '../../../shared/terminal/view/dock-view.ts';
import type {
  DoorView,
  NoticeView,
  RouteView,
  ScreenView,
  StopState,
  StopView,
  VerdictView,
} from '../../../shared/terminal/view/view.ts';
import type { CountedRoute, ShownRoutes } from '../door/current-route.ts';
import { refusalByTries } from '../door/may-try.ts';
import { tokenDigits } from '../door/verify-token.ts';
import { driverNow, signedInDriver } from '../people/driver-now.ts';
import type { RouteStops, Stop, Store } from '../ports/store.ts';
import { shownInstructions } from './shown-instructions.ts';

const stateOf = (stop: Stop, locked: boolean, isNext: boolean): StopState => {
  if (stop.acceptance !== null) return 'handed-over';
  if (stop.exception !== null) return 'exception';
  if (locked) return 'locked';
  return isNext ? 'next' : 'open';
};

const particularsOf = (door: DoorState, delivery: DeliveryId | null): Particulars =>
  (delivery === null ? null : door.particulars.get(delivery)) ?? NOTHING_PARTICULAR;

const stopView = (stop: Stop, door: DoorState, isNext: boolean): StopView => {
  const ticked = door.ticked.get(stop.delivery);
  const { kept } = particularsOf(door, stop.delivery);
  const locked = stop.tries['hand-over'].count >= stop.verifier.attempts;
  const names = new Map(stop.instructions.names.map(({ parcel, name }) => [parcel, name]));
  return {
    delivery: stop.delivery,
    shortId: stop.shortId,
    position: stop.position,
    customer: stop.customer,
    address: stop.address,
    arrival: stop.arrival,
    state: stateOf(stop, locked, isNext),
    handedOverAt: stop.acceptance?.at ?? null,
    exception: stop.exception,
    parcels: stop.parcels.map((label) => ({
      label,
      name: names.get(label) ?? null,
      scanned: ticked?.has(label) ?? false,
      kept: kept.includes(label),
    })),
  };
};

/** As many stops as a driver scrolls through; further ones are asked for. */
const PAGE = 30;
/** How many of them stand before the next one, where that is what is looked for. */
const BEFORE_NEXT = 10;

/** Without a route there are no stops. */
const NO_STOPS: Omit<RouteStops, 'progress'> = {
  next: () => null,
  matching: () => 0,
  placeOf: () => 0,
  page: () => [],
};

const routeView = (
  store: Store,
  door: DoorState,
  look: Look,
  { all, current }: ShownRoutes,
): RouteView => {
  const { next, matching, placeOf, page } = current === null ? NO_STOPS : store.stopsOf(current.id);
  const nextStop = next();
  const found = nextStop === null ? null : store.stop(nextStop);
  const stops = current?.total ?? 0;
  const { filter, search } = look;
  const count = filter === 'all' && search === '' ? stops : matching(look);
  const place = nextStop === null ? count : placeOf(look, nextStop);
  const from = Math.min(look.from ?? Math.max(0, place - BEFORE_NEXT), Math.max(0, count - 1));
  return {
    name: 'route',
    id: current?.id ?? null,
    route: current?.name ?? null,
    day: current?.day ?? null,
    routes: all.map(({ id, name, day, left }) => ({ id, name, day, left })),
    signedIn: signedInDriver(store)?.name ?? null,
    stops: page(look, from, PAGE).map((stop) => stopView(stop, door, stop.delivery === nextStop)),
    from,
    matching: count,
    total: stops,
    done: current?.done ?? 0,
    next: found === null ? null : stopView(found, door, true),
    filter,
    search,
  };
};

/** The refusals that the dispatcher's code can help with. */
const OVERRIDABLE: ReadonlySet<Refusal['reason']> = new Set([
  'wrong-code',
  'locked',
  'expired',
  'not-yet-valid',
  'clock-untrusted',
]);

/** What the door is seen by. */
type Seen = {
  readonly look: Look;
  readonly now: Instant;
  /** An instant of trusted time as the wall clock has it, by which the window counts down. */
  readonly toWall: (at: Instant) => Instant;
  /** Scans that wait behind what is on the screen. */
  readonly waiting: number;
};

/** Why no code is looked at now, though one may be later or from the dispatcher; null: it is. */
const lockedFor = (
  stop: Stop,
  asks: Purpose,
  store: Store,
  { now, toWall }: Pick<Seen, 'now' | 'toWall'>,
): DoorView['locked'] => {
  if (stop.acceptance !== null) return null;
  const refusal = refusalByTries(stop, asks, now, store.policy());
  if (refusal === null) return null;
  return { until: refusal.until === null ? null : toWall(refusal.until) };
};

const verdictView = (
  at: DoorAt & { name: 'verdict' },
  find: (delivery: DeliveryId | null) => StopView | null,
  driver: DriverId | null,
  store: Store,
  door: DoorState,
  seen: Seen,
): VerdictView => {
  const { verdict, justNow } = at;
  const { waiting } = seen;
  const shown = { name: 'verdict', id: at.id, stop: find(at.stop), waiting } as const;
  if (verdict.result === 'accepted') {
    const { recipient } = particularsOf(door, at.stop);
    return { ...shown, verdict: { ...verdict, recipient } };
  }
  const { result, ...refusal } = verdict;
  return {
    ...shown,
    verdict: {
      result,
      refusal,
      otherStop: refusal.reason === 'wrong-customer' ? find(refusal.other) : null,
      byYou: refusal.reason === 'already-used' && refusal.by === driver,
      justNow,
      waitUntil: waitAfterWrong(at, store, seen),
      mayOverride: at.stop !== null && OVERRIDABLE.has(refusal.reason),
    },
  };
};

/** Until when no further code is looked at after a wrong one. */
const waitAfterWrong = (
  { verdict, stop, asks }: DoorAt & { name: 'verdict' },
  store: Store,
  seen: Seen,
): Instant | null => {
  const isWrong = verdict.result === 'refused' && verdict.reason === 'wrong-code';
  const found = isWrong && stop !== null ? store.stop(stop) : null;
  return found === null ? null : (lockedFor(found, asks, store, seen)?.until ?? null);
};

const askedView = (at: DoorAt & { name: 'door' }, door: DoorState): DoorView['asked'] => {
  const { question, stop } = at;
  return question?.name === 'unscanned'
    ? { ...question, mayKeep: hasToHandOver(door, stop) }
    : question;
};

/** The line that is said on whatever screen there is. */
export const presentNotice = (
  door: DoorState | null,
  toWall: (at: Instant) => Instant,
): NoticeView | null => {
  const notice = door?.notice ?? null;
  if (notice === null) return null;
  return notice.says === 'wait' ? { ...notice, until: toWall(notice.until) } : notice;
};

/** What the driver sees of the door and the route. */
export const presentDoor = (
  store: Store,
  door: DoorState,
  routes: ShownRoutes,
  seen: Seen,
): ScreenView => {
  const { look } = seen;
  const find = (delivery: DeliveryId | null): StopView | null => {
    const stop = delivery === null ? null : store.stop(delivery);
    return stop === null ? null : stopView(stop, door, false);
  };
  const { at } = door;
  if (at.name === 'verdict') {
    return verdictView(at, find, driverNow(store, routes.current), store, door, seen);
  }
  const open = at.name === 'route' || at.stop === null ? null : store.stop(at.stop);
  if (at.name === 'route' || open === null) {
    return routeView(store, door, look, routes);
  }
  const digits = tokenDigits(open);
  return {
    name: 'door',
    stop: stopView(open, door, false),
    entry: at.name === 'judging' ? 'verifying' : at.entry,
    asks: at.asks,
    elsewhere: at.name === 'door' ? find(at.elsewhere?.delivery ?? null) : null,
    form: digits === null || at.asks === 'override' ? 'code' : { digits },
    question: at.asks === 'override' ? null : store.question(open.delivery),
    particulars: particularsOf(door, open.delivery),
    locked: lockedFor(open, at.asks, store, seen),
    asked: at.name === 'door' ? askedView(at, door) : null,
    draft: door.drafts.get(open.delivery) ?? null,
    edits: door.edits,
    ...shownInstructions(open, door),
  };
};

/** As many as anyone reads at a dock; central has them all. */
const MAX_FINDINGS = 30;

const findingView = (store: Store, { sequence, code }: Finding): FindingView => {
  const [found] = store.entriesAfter((sequence - 1) as Sequence, 1);
  const content = found?.entry.sequence === sequence ? found.entry.content : null;
  const delivery = content !== null && 'delivery' in content ? content.delivery : null;
  const stop = delivery === null ? null : store.stop(delivery);
  return {
    sequence,
    code,
    at: found?.entry.sequence === sequence ? found.entry.time.at : null,
    stop:
      stop === null
        ? null
        : { position: stop.position, street: stop.address[0] ?? '', customer: stop.customer },
  };
};

/** What anyone sees of a docking. */
export const presentDock = (
  dock: Exclude<DockState, { phase: 'idle' }>,
  findings: readonly Finding[],
  store: Store,
  route: CountedRoute | null,
  now: Instant,
  update: UpdateView | null,
  enrolled: DockView['enrolled'],
): DockView => {
  const { progress } = dock;
  const failed = dock.phase === 'failed' ? dock : null;
  const retryInMs = failed?.retryInMs ?? null;
  return {
    name: 'dock',
    phase: dock.phase,
    handedIn: { done: progress.entriesDone, total: progress.entriesTotal },
    pulled: { done: progress.itemsDone, total: progress.itemsTotal },
    notSent: store.waiting().entries,
    again: dock.failures > 0,
    problem: failed?.problem ?? null,
    retryAt: retryInMs === null ? null : ((now + retryInMs) as Instant),
    stops: route?.total ?? 0,
    route: route?.name ?? null,
    day: route?.day ?? null,
    driver: route?.driver.name ?? null,
    update: dock.phase === 'done' ? update : null,
    enrolled: dock.phase === 'done' ? enrolled : null,
    findings: {
      total: findings.length,
      shown: findings.slice(0, MAX_FINDINGS).map((finding) => findingView(store, finding)),
    },
  };
};
