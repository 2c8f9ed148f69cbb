import type { DockState } from '../../shared/dock/dock.ts';
import type { DoorState } from '../../shared/door/door.ts';
import type { DeliveryId, Instant } from '../../shared/ids.ts';
import type {
  DockView,
  RouteView,
  ScreenView,
  StopState,
  StopView,
  UpdateView,
  VerdictView,
} from '../../shared/ipc/view.ts';
import { NOTHING_PARTICULAR, type Particulars } from '../../shared/outcome.ts';
import type { Refusal } from '../../shared/verdict.ts';
import { driverNow, signedInDriver } from './driver-now.ts';
import type { Stop, Store } from './ports.ts';
import { tokenDigits } from './verify-token.ts';

const stateOf = (stop: Stop, locked: boolean, isNext: boolean): StopState => {
  if (stop.acceptance !== null) return 'handed-over';
  if (stop.exception !== null) return 'exception';
  if (locked) return 'locked';
  return isNext ? 'next' : 'open';
};

const isOver = ({ acceptance, exception }: Stop): boolean =>
  acceptance !== null || exception !== null;

const particularsOf = (door: DoorState, delivery: DeliveryId | null): Particulars =>
  (delivery === null ? null : door.particulars.get(delivery)) ?? NOTHING_PARTICULAR;

const stopView = (stop: Stop, door: DoorState, isNext: boolean): StopView => {
  const ticked = door.ticked.get(stop.delivery);
  const { kept } = particularsOf(door, stop.delivery);
  const locked = stop.tries['hand-over'].count >= stop.verifier.attempts;
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
      scanned: ticked?.has(label) ?? false,
      kept: kept.includes(label),
    })),
  };
};

const routeView = (store: Store, door: DoorState): RouteView => {
  const stops = store.stops();
  const next = stops.find((stop) => !isOver(stop))?.delivery ?? null;
  const route = store.route();
  return {
    name: 'route',
    route: route?.name ?? null,
    signedIn: signedInDriver(store)?.name ?? null,
    stops: stops.map((stop) => stopView(stop, door, stop.delivery === next)),
    done: stops.filter(isOver).length,
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

const verdictView = (
  at: DoorState['at'] & { name: 'verdict' },
  find: (delivery: DeliveryId | null) => StopView | null,
  store: Store,
  door: DoorState,
): VerdictView => {
  const { verdict } = at;
  const shown = { name: 'verdict', id: at.id, stop: find(at.stop) } as const;
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
      byYou: refusal.reason === 'already-used' && refusal.by === driverNow(store),
      mayOverride: at.stop !== null && OVERRIDABLE.has(refusal.reason),
    },
  };
};

/** What the driver sees of the door and the route. */
export const presentDoor = (store: Store, door: DoorState): ScreenView => {
  const find = (delivery: DeliveryId | null): StopView | null => {
    const stop = delivery === null ? null : store.stop(delivery);
    return stop === null ? null : stopView(stop, door, false);
  };
  const { at } = door;
  if (at.name === 'verdict') return verdictView(at, find, store, door);
  const open = at.name === 'route' || at.stop === null ? null : store.stop(at.stop);
  if (at.name === 'route' || open === null) return routeView(store, door);
  const digits = tokenDigits(open);
  return {
    name: 'door',
    stop: stopView(open, door, false),
    entry: at.name === 'judging' ? 'verifying' : at.entry,
    asks: at.asks,
    form: digits === null || at.asks === 'override' ? 'code' : { digits },
    question: at.asks === 'override' ? null : store.question(open.delivery),
    particulars: particularsOf(door, open.delivery),
  };
};

/** What anyone sees of a docking. */
export const presentDock = (
  dock: Exclude<DockState, { phase: 'idle' }>,
  store: Store,
  now: Instant,
  update: UpdateView | null,
): DockView => {
  const { progress } = dock;
  const failed = dock.phase === 'failed' ? dock : null;
  const retryInMs = failed?.retryInMs ?? null;
  return {
    name: 'dock',
    phase: dock.phase,
    handedIn: { done: progress.entriesDone, total: progress.entriesTotal },
    pulled: { done: progress.itemsDone, total: progress.itemsTotal },
    problem: failed?.problem ?? null,
    retryAt: retryInMs === null ? null : ((now + retryInMs) as Instant),
    stops: store.stops().length,
    route: store.route()?.name ?? null,
    driver: store.route()?.driver.name ?? null,
    update: dock.phase === 'done' ? update : null,
  };
};
