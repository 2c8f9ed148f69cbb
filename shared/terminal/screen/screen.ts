import { assertNever } from '../../assert-never.ts';
import type { RouteId } from '../../protocol/ids.ts';
import type { RouteFilter } from '../channels/contract.ts';
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
};
export const FIRST_SCREEN: ScreenState = {
  look: FIRST_LOOK,
  history: null,
  route: null,
  scannerTest: null,
};

/** Where the person is, by what the door, the dock and the store say. */
export type Place = {
  /** Nothing is accepted any more. */
  readonly isBlocked: boolean;
  /** The route is on the screen, or what belongs to it, and nobody has to sign in. */
  readonly isAtRoute: boolean;
  /** Enrolled, and not at the dock: what is scanned there is a customer's. */
  readonly isOnTheRoad: boolean;
};

export type ScreenEvent =
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'choose-route'; readonly route: RouteId }
  | { readonly type: 'open-history'; readonly from: number }
  | { readonly type: 'close-history' }
  | { readonly type: 'test-scanner' }
  | { readonly type: 'leave-scanner-test' }
  /** Something came over a scanner's line. */
  | { readonly type: 'reading'; readonly reading: ScannerReading }
  /** A scan is taken: after a stop the driver wants to see what comes next. */
  | { readonly type: 'scanned' }
  /** The stop on the screen is of this route: the list goes with the driver. */
  | { readonly type: 'at-stop'; readonly route: RouteId }
  /** The manifest is up to date: the first route in turn is shown. */
  | { readonly type: 'pulled' };

/**
 * What is looked at after something happened; null if it may not happen there, and nothing changes.
 */
export const nextScreen = (
  state: ScreenState,
  event: ScreenEvent,
  { isBlocked, isAtRoute, isOnTheRoad }: Place,
): ScreenState | null => {
  switch (event.type) {
    case 'look':
      return isAtRoute ? { ...state, look: event.look } : null;
    case 'choose-route':
      return isAtRoute ? { ...state, route: event.route, look: FIRST_LOOK } : null;
    case 'open-history':
      return isAtRoute ? { ...state, history: event.from } : null;
    case 'close-history':
      return state.history === null ? null : { ...state, history: null };
    case 'test-scanner':
      return isBlocked || isOnTheRoad || state.scannerTest !== null
        ? null
        : { ...state, scannerTest: { reading: null } };
    case 'leave-scanner-test':
      return state.scannerTest === null ? null : { ...state, scannerTest: null };
    case 'reading':
      return state.scannerTest === null
        ? null
        : { ...state, scannerTest: { reading: event.reading } };
    case 'scanned':
      return { ...state, history: null, look: FIRST_LOOK };
    case 'at-stop':
      return { ...state, route: event.route };
    case 'pulled':
      return { ...state, route: null };
    default:
      return assertNever(event);
  }
};
