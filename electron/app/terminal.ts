import { wipe } from '../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, Instant, RouteId, Sequence, StaffId } from '../../shared/protocol/ids.ts';
import type { Particulars } from '../../shared/protocol/outcome.ts';
import { dayOf, startOfDay } from '../../shared/protocol/time/zoned-day.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { Answer } from '../../shared/terminal/door/door-state.ts';
import type { Draft } from '../../shared/terminal/door/draft-schema.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import {
  FIRST_SCREEN,
  type Look,
  nextScreen,
  type Place,
  type ScreenEvent,
  type ScreenState,
} from '../../shared/terminal/screen/screen.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { ScannerStatus, UnsentView } from '../../shared/terminal/view/view.ts';
import { makeReadClock } from './clock/read-clock.ts';
import { type AskedTerminal, askTerminal } from './desk/ask-terminal.ts';
import { routesInOrder, type ShownRoutes } from './door/current-route.ts';
import { type ExceptionSaid, recordException } from './door/record-exception.ts';
import type { Door, DoorTouch } from './door/run-door.ts';
import { makeScanPrint } from './door/same-event.ts';
import { makeEnrolment } from './enrolment/run-enrolment.ts';
import { type Enrolled, type EquipPorts, equip } from './equip.ts';
import type { StoreCheck } from './log/check-store.ts';
import { mustSignIn } from './people/driver-now.ts';
import type { TerminalRecord } from './ports/central.ts';
import { undoException } from './screen/history.ts';
import { presentDepot } from './screen/present-depot.ts';
import { presentTerminal, type ScannerState } from './screen/present-terminal.ts';
import { type Intake, makeIntake } from './take-scan.ts';
import { makeTrust } from './trust-store.ts';

/** The terminal as a whole: takes scans and touches, gives the view. */
export type Terminal = Intake & {
  /** What of the route is shown. */
  readonly look: (look: Look) => boolean;
  /** Shows another of the terminal's routes. */
  readonly chooseRoute: (route: RouteId) => boolean;
  readonly openHistory: (from: number) => boolean;
  readonly closeHistory: () => boolean;
  /** Takes an exception of today back; the number is that of its entry. */
  readonly undoException: (sequence: Sequence) => boolean;
  readonly openStop: (delivery: DeliveryId) => boolean;
  readonly closeStop: () => boolean;
  readonly askFor: (delivery: DeliveryId, asks: Purpose) => boolean;
  readonly leaveOverride: () => boolean;
  /** What the driver says about the hand-over at the open stop, before the code. */
  readonly prepare: (delivery: DeliveryId, particulars: Particulars) => boolean;
  /** What the driver is writing there; `edit` counts the changes. */
  readonly changeDraft: (delivery: DeliveryId, edit: number, draft: Draft) => boolean;
  /** What the driver answers to what is asked there before a code is judged. */
  readonly answer: (delivery: DeliveryId, answer: Answer) => boolean;
  readonly recordException: (delivery: DeliveryId, said: ExceptionSaid) => boolean;
  /** Signs in who has this number, if the PIN is theirs; wiped here. */
  readonly signIn: (number: number, pin: Uint8Array) => boolean;
  readonly signOut: () => boolean;
  readonly acknowledge: (verdict: number) => boolean;
  readonly startDock: () => boolean;
  readonly leaveDock: () => boolean;
  /** Opens the page on which scanners are tried out: at set-up, or at the dock. */
  readonly testScanner: () => boolean;
  readonly leaveScannerTest: () => boolean;
  readonly isTestingScanner: () => boolean;
  /** What came over a scanner's line while that page is open. */
  readonly showReading: (reading: ScannerReading) => void;
  readonly scannerStatus: (status: ScannerStatus, problem: ProblemCode | null) => void;
  readonly view: () => UnsentView;
  /** What IT asks it. */
  readonly it: AskedTerminal;
  /** The store was held against its log; nobody should be listened to before. */
  readonly checked: Promise<void>;
  readonly stop: () => void;
  /** Resolves once no entry is being written any more. */
  readonly settled: () => Promise<unknown>;
};

export type TerminalParts = EquipPorts & {
  /** The time zone that the machine is set to: what counts until the depot has said its own. */
  readonly machineZone: string;
  readonly testOnly: boolean;
  /** What is found of the store, once it is known: nothing is written before. */
  readonly storeCheck: Promise<StoreCheck>;
  /** The badge of one of IT was scanned. */
  readonly itBadge: (staff: StaffId) => void;
};

export const makeTerminal = (parts: TerminalParts): Terminal => {
  const { store, clock, diagnostics, changed, signer } = parts;
  let scanner: ScannerState = { status: 'searching', problem: null, lastScan: null };
  let shown: ScreenState = FIRST_SCREEN;
  let undoing = false;
  let enrolled: Enrolled | null = null;
  const readClock = makeReadClock(store, clock);
  const printOf = makeScanPrint(parts.randomBytes);
  const readTime = () => readClock().now;

  const zone = (): string => presentDepot(store).timeZone ?? parts.machineZone;
  const dayNow = () => dayOf(readTime().at, zone());
  const routesNow = (): ShownRoutes => {
    const all = routesInOrder(store, dayNow());
    return { all, current: all.find(({ id }) => id === shown.route) ?? all[0] ?? null };
  };

  const trust = makeTrust({
    ...parts,
    ended: () => enrolled?.stop(),
    trusted: () => enrolled?.watchClock(),
  });
  const { fail, failure } = trust;

  const equipped = (record: TerminalRecord): Enrolled =>
    equip(
      {
        ...parts,
        trust,
        readClock,
        printOf,
        today: dayNow,
        routes: routesNow,
        atStop: (route) => void move({ type: 'at-stop', route }),
        pulled: () => void move({ type: 'pulled' }),
      },
      record,
    );
  const place = (): Place => {
    const isBlocked = failure() !== null;
    if (enrolled === null) return { isBlocked, isAtRoute: false, isOnTheRoad: false };
    const isAtStop = enrolled.door.state().at.name !== 'route';
    return {
      isBlocked,
      isAtRoute: !isBlocked && !isAtStop && !waitsForSignIn(enrolled),
      isOnTheRoad: isAtStop || enrolled.dock.state().phase === 'idle',
    };
  };

  /** Who is at a door finishes there, whoever the roster says is to sign in. */
  const waitsForSignIn = ({ door }: Enrolled): boolean =>
    door.state().at.name === 'route' && mustSignIn(store);

  /** Changes what is looked at, if it may be changed here. */
  const move = (event: ScreenEvent): boolean => {
    const next = nextScreen(shown, event, place());
    if (next === null) return false;
    shown = next;
    return true;
  };
  const touchScreen = (event: ScreenEvent): boolean => {
    const done = move(event);
    if (done) changed();
    return done;
  };

  const known = store.terminal();
  if (known !== null) enrolled = equipped(known);

  const enrolment = makeEnrolment({
    ...parts,
    agreementKey: parts.agreement.publicKey,
    readTime,
    enrolled: () => {
      const record = store.terminal();
      if (record === null) return fail('internal');
      diagnostics('enrolled', { terminal: record.grant.terminal });
      enrolled = equipped(record);
      enrolled.dock.start();
    },
  });

  const today = (): Instant => startOfDay(readTime().at, zone());

  /** The door, if it may be used: not after a failure. */
  const door = (): Door | null => (failure() === null ? (enrolled?.door ?? null) : null);

  const touch = (event: DoorTouch): boolean => door()?.touch(event) ?? false;

  /** Only the stop's own parcels can be kept. */
  const isOfStop = (delivery: DeliveryId, { kept }: Pick<Particulars, 'kept'>): boolean => {
    const parcels = store.stop(delivery)?.parcels;
    return parcels !== undefined && kept.every((label) => parcels.includes(label));
  };

  const it = askTerminal({
    ...parts,
    readClock,
    scanner: () => scanner,
    enrolled: () => (trust.isTrusted() ? enrolled : null),
    wiped: () => fail('wipe-unfinished'),
  });

  const showReading = (reading: ScannerReading): void =>
    void touchScreen({ type: 'reading', reading });

  const intake = makeIntake({
    ...{ store, printOf, enrolment, waitsForSignIn, showReading, fail },
    ...{ atDesk: parts.atDesk, itBadge: parts.itBadge },
    isBlocked: () => failure() !== null,
    isTesting: () => shown.scannerTest !== null,
    enrolled: () => enrolled,
    scanned: () => {
      scanner = { ...scanner, lastScan: clock.wall() };
    },
    taken: () => void move({ type: 'scanned' }),
  });

  return {
    ...intake,
    it,
    checked: trust.checked,
    look: (look) => touchScreen({ type: 'look', look }),
    chooseRoute: (route) =>
      store.routes().some(({ id }) => id === route) && touchScreen({ type: 'choose-route', route }),
    openHistory: (from) => touchScreen({ type: 'open-history', from }),
    closeHistory: () => touchScreen({ type: 'close-history' }),
    undoException: (sequence) => {
      if (enrolled === null || !place().isAtRoute || undoing) return false;
      undoing = true;
      undoException(enrolled.log, store, sequence, today()).then(
        (done) => {
          undoing = false;
          if (done.ok) changed();
          else fail(done.error);
        },
        (error: unknown) => fail(problemOf(error)),
      );
      return true;
    },
    openStop: (delivery) =>
      !(enrolled !== null && waitsForSignIn(enrolled)) &&
      store.stop(delivery) !== null &&
      touch({ type: 'open', delivery }),
    closeStop: () => touch({ type: 'close' }),
    askFor: (delivery, asks) => touch({ type: 'ask', delivery, asks }),
    leaveOverride: () => {
      const at = door()?.state().at;
      if (at?.name !== 'door' || at.asks !== 'override') return false;
      return touch({ type: 'ask', delivery: at.stop, asks: 'hand-over' });
    },
    prepare: (delivery, particulars) =>
      isOfStop(delivery, particulars) && touch({ type: 'prepare', delivery, particulars }),
    changeDraft: (delivery, edit, draft) =>
      isOfStop(delivery, { kept: draft.handOver?.kept ?? [] }) &&
      touch({ type: 'draft', delivery, edit, draft }),
    answer: (delivery, answer) => touch({ type: 'answer', delivery, answer }),
    recordException: (delivery, said) => {
      const at = door()?.state().at;
      if (enrolled === null || at?.name !== 'door' || at.stop !== delivery) return false;
      recordException(enrolled.log, store, delivery, said).then(
        (done) => (done.ok ? touch({ type: 'excepted', delivery }) : fail(done.error)),
        (error: unknown) => fail(problemOf(error)),
      );
      return true;
    },
    signIn: (number, pin) => {
      if (failure() === null && enrolled !== null && waitsForSignIn(enrolled)) {
        return enrolled.signIn.byPin(number, pin);
      }
      wipe(pin);
      return false;
    },
    signOut: () => door()?.state().at.name === 'route' && (enrolled?.signIn.signOut() ?? false),
    acknowledge: (id) => touch({ type: 'acknowledge', id }),
    startDock: () => {
      if (failure() !== null || enrolled?.door.state().at.name !== 'route') return false;
      enrolled.dock.start();
      return true;
    },
    leaveDock: () => {
      enrolled?.dock.leave();
      return enrolled !== null;
    },
    testScanner: () => touchScreen({ type: 'test-scanner' }),
    leaveScannerTest: () => touchScreen({ type: 'leave-scanner-test' }),
    isTestingScanner: () => shown.scannerTest !== null,
    showReading,
    scannerStatus: (status, problem) => {
      if (status === scanner.status && problem === scanner.problem) return;
      scanner = { ...scanner, status, problem };
      changed();
    },
    view: () =>
      presentTerminal({
        ...{ store, clock, signer, testOnly: parts.testOnly },
        ...{ scanner, shown, enrolled, routes: routesNow },
        reading: readClock(),
        today,
        failure: failure(),
        left: trust.left(),
        enrolment: enrolment.state(),
        waitsForSignIn: enrolled !== null && waitsForSignIn(enrolled),
      }),
    stop: () => {
      enrolled?.stop();
      trust.stop();
    },
    settled: async () => enrolled?.log.settled(),
  };
};
