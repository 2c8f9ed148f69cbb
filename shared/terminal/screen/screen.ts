import { assertNever } from '../../assert-never.ts';
import type { DeliveryId, ParcelLabel, RouteId, Sequence } from '../../protocol/ids.ts';
import type { Instructions } from '../../protocol/instructions.ts';
import { mayBeGivenTo, mayReceive } from '../../protocol/may-receive.ts';
import type { RouteFilter, TerminalTouch, TouchOf } from '../channels/contract.ts';
import type { DoorAt, DoorEvent } from '../door/door-state.ts';
import type { ScannerReading } from '../view/scanner-view.ts';

/** What of the route is looked at; `from` is null where it is what comes next. */
export type Look = {
  readonly filter: RouteFilter;
  readonly search: string;
  readonly from: number | null;
};
export const FIRST_LOOK: Look = { filter: 'all', search: '', from: null };

/** What a person has chosen to look at. What there is to see belongs to the door, the dock, the store. */
export type ScreenState = {
  readonly look: Look;
  /** From where on the history is shown; null: it is not. */
  readonly history: number | null;
  /** The route that the driver chose, or whose stop was opened last; null: the first in turn. */
  readonly route: RouteId | null;
  /** The page on which scanners are tried out, and what came last; null: it is not open. */
  readonly scannerTest: { readonly reading: ScannerReading | null } | null;
  /** It was enrolled a moment ago, and whoever did that is still in front of its dock. */
  readonly enrolled: boolean;
};
export const FIRST_SCREEN: ScreenState = {
  look: FIRST_LOOK,
  history: null,
  route: null,
  scannerTest: null,
  enrolled: false,
};

/** Where the person is, by what the door, the dock and the store say. */
export type Place = {
  /** Nothing is accepted any more. */
  readonly isBlocked: boolean;
  readonly isEnrolled: boolean;
  /** What the door shows; null before there is one, and where nothing is accepted any more. */
  readonly door: DoorAt | null;
  /** Somebody has to sign in before anything else. */
  readonly waitsForSignIn: boolean;
  /** Enrolled, and not at the dock: what is scanned there is a customer's. */
  readonly isOnTheRoad: boolean;
  /** What is known of a stop; null: the terminal has no such stop. */
  readonly stopOf: (stop: DeliveryId) => {
    readonly parcels: readonly ParcelLabel[];
    readonly instructions: Instructions;
  } | null;
  readonly hasRoute: (route: RouteId) => boolean;
};

/** What a driver can do to the door by touch. */
export type DoorTouch = DoorEvent & {
  type:
    | ('open' | 'close' | 'instructions' | 'ask' | 'prepare' | 'draft' | 'answer')
    | ('excepted' | 'acknowledge');
};

/** What is to be done for a touch beside what is looked at. Whoever carries it out may still refuse. */
export type ScreenEffect =
  | { readonly type: 'door'; readonly touch: DoorTouch }
  | ({ readonly type: 'record-exception' } & TouchOf<'exception/record'>['input'])
  /** Takes back the exception that this entry recorded. */
  | { readonly type: 'undo-exception'; readonly sequence: Sequence }
  | { readonly type: 'sign-out' | 'start-dock' | 'leave-dock' };

export type ScreenEvent =
  | TerminalTouch
  /** Something came over a scanner's line. */
  | { readonly type: 'reading'; readonly reading: ScannerReading }
  | { readonly type: 'enrolled' }
  /** A scan is taken: after a stop the driver wants to see what comes next. */
  | { readonly type: 'scanned' }
  /** The stop on the screen is of this route: the list goes with the driver. */
  | { readonly type: 'at-stop'; readonly route: RouteId }
  /** The manifest is up to date: the first route in turn is shown. */
  | { readonly type: 'pulled' };

export type ScreenStep = { readonly state: ScreenState; readonly effect: ScreenEffect | null };

const doorShows = (stop: DeliveryId, { door }: Place): boolean =>
  door?.name === 'door' && door.stop === stop;

/** Only the stop's own parcels can be kept, and they only go where its instructions let them. */
const maySay = (
  delivery: DeliveryId,
  kept: readonly ParcelLabel[],
  { stopOf }: Place,
  mayGo: (instructions: Instructions) => boolean,
): boolean => {
  const stop = stopOf(delivery);
  return (
    stop !== null && kept.every((label) => stop.parcels.includes(label)) && mayGo(stop.instructions)
  );
};

/**
 * What is looked at after something happened, and what is to be done; null if it may not happen
 * there, and nothing changes.
 */
export const screenStep = (
  state: ScreenState,
  event: ScreenEvent,
  place: Place,
): ScreenStep | null => {
  const { isBlocked, isEnrolled, door } = place;
  const isAtRoute = door?.name === 'route' && !place.waitsForSignIn;
  const look = (seen: Partial<ScreenState>, may = true): ScreenStep | null =>
    may ? { state: { ...state, ...seen }, effect: null } : null;
  const act = (effect: ScreenEffect, may = true): ScreenStep | null =>
    may ? { state, effect } : null;
  const toDoor = (touch: DoorTouch, may = true): ScreenStep | null =>
    act({ type: 'door', touch }, may && door !== null);
  switch (event.type) {
    case 'route/look':
      return look({ look: event.input }, isAtRoute);
    case 'route/choose': {
      const { route } = event.input;
      return look({ route, look: FIRST_LOOK }, isAtRoute && place.hasRoute(route));
    }
    case 'history/open':
      return look({ history: event.input.from }, isAtRoute);
    case 'history/close':
      return look({ history: null }, state.history !== null);
    case 'exception/undo':
      return act({ type: 'undo-exception', sequence: event.input.sequence }, isAtRoute);
    case 'stop/open': {
      const { delivery } = event.input;
      const isThere = place.stopOf(delivery) !== null;
      return toDoor({ type: 'open', delivery }, !place.waitsForSignIn && isThere);
    }
    case 'stop/close':
      return toDoor({ type: 'close' });
    case 'instructions/show':
      return toDoor({ type: 'instructions', ...event.input });
    case 'override/ask':
      return toDoor({ type: 'ask', delivery: event.input.delivery, asks: 'override' });
    case 'override/leave':
      return door?.name === 'door' && door.asks === 'override'
        ? toDoor({ type: 'ask', delivery: door.stop, asks: 'hand-over' })
        : null;
    case 'hand-over/prepare': {
      const { delivery, particulars } = event.input;
      const { kept, recipient } = particulars;
      const may = maySay(delivery, kept, place, (its) => mayReceive(its, recipient));
      return toDoor({ type: 'prepare', delivery, particulars }, may);
    }
    case 'draft/change': {
      const { delivery, draft } = event.input;
      const { kept = [], to = 'customer' } = draft.handOver ?? {};
      const may = maySay(delivery, kept, place, (its) => mayBeGivenTo(its, to));
      return toDoor({ type: 'draft', ...event.input }, may);
    }
    case 'question/answer':
      return toDoor({ type: 'answer', ...event.input });
    case 'exception/record':
      return act(
        { type: 'record-exception', ...event.input },
        doorShows(event.input.delivery, place),
      );
    case 'sign-in/end':
      return act({ type: 'sign-out' }, door?.name === 'route');
    case 'verdict/acknowledge':
      return toDoor({ type: 'acknowledge', id: event.input.id });
    case 'dock/start':
      return act({ type: 'start-dock' }, door?.name === 'route');
    case 'dock/leave':
      return isEnrolled
        ? { state: { ...state, enrolled: false }, effect: { type: 'leave-dock' } }
        : null;
    case 'scanner-test/open':
      return look(
        { scannerTest: { reading: null } },
        !isBlocked && !place.isOnTheRoad && state.scannerTest === null,
      );
    case 'scanner-test/leave':
      return look({ scannerTest: null }, state.scannerTest !== null);
    case 'reading':
      return look({ scannerTest: { reading: event.reading } }, state.scannerTest !== null);
    case 'enrolled':
      return look({ enrolled: true });
    case 'scanned':
      return look({ history: null, look: FIRST_LOOK });
    case 'at-stop':
      return look({ route: event.route });
    case 'pulled':
      return look({ route: null });
    default:
      return assertNever(event);
  }
};
