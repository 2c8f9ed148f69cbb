import { copySecret, wipe } from '../../shared/bytes.ts';
import { spokenFingerprint } from '../../shared/crypto/keys.ts';
import { idleDock } from '../../shared/dock/dock.ts';
import type { Answer } from '../../shared/door/door-state.ts';
import type { Draft } from '../../shared/door/draft-schema.ts';
import type { DeliveryId, Instant, RouteId, Sequence, StaffId } from '../../shared/ids.ts';
import type {
  ScannerReading,
  ScannerStatus,
  ScreenView,
  SetupView,
  UnsentView,
} from '../../shared/ipc/view.ts';
import type { Particulars } from '../../shared/outcome.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { readScanInput } from '../../shared/scan/scan-input.ts';
import { type Scan, splitSymbology } from '../../shared/scan/symbology.ts';
import {
  FIRST_SCREEN,
  type Look,
  nextScreen,
  type Place,
  type ScreenEvent,
  type ScreenState,
} from '../../shared/screen/screen.ts';
import { dayOf, startOfDay } from '../../shared/time/zoned-day.ts';
import type { Purpose } from '../../shared/verdict.ts';
import { type AskedTerminal, askTerminal } from './ask-terminal.ts';
import { routesInOrder } from './current-route.ts';
import type { DoorScan } from './door-scan.ts';
import { mustSignIn } from './driver-now.ts';
import { type Enrolled, type EquipPorts, equip } from './equip.ts';
import { historyView, undoException } from './history.ts';
import type { StoreCheck } from './open-terminal.ts';
import type { Stop, TerminalRecord } from './ports.ts';
import { presentDock, presentDoor, presentNotice, type ShownRoutes } from './present.ts';
import { presentDepot } from './present-depot.ts';
import { makeReadClock } from './read-clock.ts';
import { type ExceptionSaid, recordException } from './record-exception.ts';
import type { Door, DoorTouch, InputFrom, ScanSignal } from './run-door.ts';
import { makeEnrolment } from './run-enrolment.ts';
import { makeScanPrint } from './same-event.ts';
import { makeTrust } from './trust-store.ts';
import { tokenDigits } from './verify-token.ts';

/** The terminal as a whole: takes scans and touches, gives the view. */
export type Terminal = {
  /** The payload of a scan, wiped here, and its AIM symbology identifier if one came. */
  readonly scan: (payload: Uint8Array, symbology: string | null, signal?: ScanSignal) => void;
  /** A frame that no symbol has: noise, or longer than any. */
  readonly noise: (signal?: ScanSignal) => void;
  /** What a scanner typed that plays a keyboard, identifier and all; wiped here. */
  readonly typedScan: (scan: Uint8Array) => boolean;
  /** What was typed at the door of one stop; wiped here. False if that door is not open. */
  readonly typeCode: (delivery: DeliveryId, code: Uint8Array) => boolean;
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
  /**
   * What is found of the store, once it is known: nothing is written before. In an old copy nothing
   * is accepted or written at all, and everything is handed in.
   */
  readonly storeCheck: Promise<StoreCheck>;
  /** The badge of one of IT was scanned. */
  readonly itBadge: (staff: StaffId) => void;
};

/** No clock that is set is before the product was made. */
const CLOCK_FLOOR = Date.UTC(2026, 0, 1);

/** What was typed at a stop: digits of the customer's token, or a code. Copies what it keeps. */
const typedAt = (stop: Stop, asks: Purpose, typed: Uint8Array): DoorScan => {
  if (asks === 'hand-over' && tokenDigits(stop) !== null) {
    return { kind: 'token', digits: copySecret(typed) };
  }
  const input = readScanInput(typed);
  const isCode = input.kind === 'code' || input.kind === 'mistyped-code';
  return isCode ? input : { kind: 'unreadable' };
};

/** What a scanner typed that plays a keyboard, for the page on which scanners are tried out. */
const typedReading = (frame: Uint8Array, { symbology, payload }: Scan): ScannerReading => ({
  port: null,
  profile: 'keyboard',
  speed: null,
  bytes: [...frame],
  length: frame.length,
  scan: { symbology, payload: [...payload] },
  timing: null,
});

export const makeTerminal = (parts: TerminalParts): Terminal => {
  const { store, clock, diagnostics, changed, signer } = parts;
  let scanner: UnsentView['status']['scanner'] = 'searching';
  let scannerProblem: ProblemCode | null = null;
  let lastScan: Instant | null = null;
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

  const setupView = (): SetupView => ({
    name: 'setup',
    checks: [
      { id: 'language', state: 'done', problem: null },
      { id: 'keychain', state: 'done', problem: null },
      { id: 'store', state: 'done', problem: null },
      clock.wall() < CLOCK_FLOOR
        ? { id: 'clock', state: 'failed', problem: 'clock-not-set' }
        : { id: 'clock', state: 'done', problem: null },
      {
        id: 'scanner',
        state: scanner === 'connected' ? 'done' : scanner === 'problem' ? 'failed' : 'running',
        problem: scannerProblem,
      },
      { id: 'scanner-test', state: lastScan === null ? 'waiting' : 'done', problem: null },
      { id: 'enrolment', ...enrolment.state() },
      { id: 'first-dock', state: 'waiting', problem: null },
    ],
    fingerprint: spokenFingerprint(signer.publicKey),
  });

  /** An instant of trusted time as the wall clock has it, by which the window counts down. */
  const toWall = (at: Instant): Instant => (at + clock.wall() - readTime().at) as Instant;

  const today = (): Instant => startOfDay(readTime().at, zone());

  const screen = (): ScreenView => {
    const problem = failure();
    if (problem !== null) return { name: 'blocked', problem };
    if (shown.scannerTest !== null) return { name: 'scanner-test', ...shown.scannerTest };
    if (enrolled === null) return setupView();
    const door = enrolled.door.state();
    // One on the road has no screen.
    const dock = enrolled.dock.isQuiet() ? idleDock : enrolled.dock.state();
    if (dock.phase === 'idle' && waitsForSignIn(enrolled)) return enrolled.signIn.view();
    if (dock.phase === 'idle' && shown.history !== null && door.at.name === 'route') {
      return historyView(store, today(), shown.history);
    }
    // A driver who scans at the dock is at work: the door goes before the docking's progress.
    return dock.phase === 'idle' || door.at.name !== 'route'
      ? presentDoor(store, door, routesNow(), {
          look: shown.look,
          now: readTime().at,
          toWall,
          waiting: enrolled.door.waiting(),
        })
      : presentDock(
          dock,
          enrolled.dock.findings(),
          store,
          routesNow().current,
          clock.wall(),
          enrolled.updates?.view() ?? null,
        );
  };

  const status = (): UnsentView['status'] => {
    const phase = enrolled?.dock.state().phase ?? 'idle';
    const offline = phase === 'idle' || phase === 'failed' || phase === 'reaching';
    const { leaseEnds, wallWrong } = readClock();
    const waiting = store.waiting();
    return {
      network: offline ? 'offline' : 'docked',
      waiting: { ...waiting, entries: trust.left() ?? waiting.entries },
      scanner,
      scannerProblem,
      leaseEnds,
      clockWrong: wallWrong,
    };
  };

  /** The door, if it may be used: not after a failure. */
  const door = (): Door | null => (failure() === null ? (enrolled?.door ?? null) : null);

  const touch = (event: DoorTouch): boolean => door()?.touch(event) ?? false;

  /** Where nobody is at a door, another driver's badge takes the terminal over. */
  const takesOver = ({ door }: Enrolled, input: DoorScan): boolean => {
    const member = input.kind === 'badge' ? store.staff.byBadge(input.badge) : null;
    return door.state().at.name === 'route' && member?.role === 'driver' && !member.removed;
  };

  const takeBeforeRoute = ({ signIn }: Enrolled, input: DoorScan): void => {
    if (input.kind === 'badge') {
      signIn.byBadge(input.badge);
      return;
    }
    if (input.kind === 'code') wipe(input.code);
    if (input.kind === 'pass') wipe(input.text);
    signIn.remind();
  };

  const take = (input: DoorScan, from: InputFrom): void => {
    // IT is let in whatever else is wrong.
    const holder = input.kind === 'badge' ? store.staff.byBadge(input.badge) : null;
    if (holder?.role === 'it' && !holder.removed) {
      parts.itBadge(holder.id);
      return;
    }
    if (failure() !== null || shown.scannerTest !== null) return;
    if (enrolled === null) {
      if (input.kind === 'token') return;
      enrolment.take(input).catch((error: unknown) => fail(problemOf(error)));
      return;
    }
    if (parts.atDesk()) return;
    enrolled.watchClock();
    move({ type: 'scanned' });
    if (waitsForSignIn(enrolled) || takesOver(enrolled, input)) {
      takeBeforeRoute(enrolled, input);
      return;
    }
    enrolled.door.input(input, from);
  };

  /** Only the stop's own parcels can be kept. */
  const isOfStop = (delivery: DeliveryId, { kept }: Pick<Particulars, 'kept'>): boolean => {
    const parcels = store.stop(delivery)?.parcels;
    return parcels !== undefined && kept.every((label) => parcels.includes(label));
  };

  const it = askTerminal({
    ...parts,
    readClock,
    scanner: () => ({ status: scanner, problem: scannerProblem, lastScan }),
    enrolled: () => (trust.isTrusted() ? enrolled : null),
    wiped: () => fail('wipe-unfinished'),
  });

  const showReading = (reading: ScannerReading): void =>
    void touchScreen({ type: 'reading', reading });

  const scan: Terminal['scan'] = (payload, symbology, signal) => {
    if (shown.scannerTest !== null) {
      payload.fill(0);
      return;
    }
    const input = readScanInput(payload, symbology, store.labels);
    const print = printOf(payload);
    payload.fill(0);
    lastScan = clock.wall();
    take(input, signal === undefined ? { print } : { print, signal });
  };

  return {
    it,
    checked: trust.checked,
    scan,
    typedScan: (frame) => {
      const read = splitSymbology(frame);
      if (shown.scannerTest !== null) showReading(typedReading(frame, read));
      scan(read.payload, read.symbology);
      frame.fill(0);
      return true;
    },
    noise: (signal) => take({ kind: 'unreadable' }, signal === undefined ? {} : { signal }),
    typeCode: (delivery, code) => {
      const at = door()?.state().at;
      const stop = at?.name === 'door' && at.stop === delivery ? store.stop(delivery) : null;
      if (at?.name !== 'door' || stop === null) {
        code.fill(0);
        return false;
      }
      take(typedAt(stop, at.asks, code), { typedFor: delivery });
      code.fill(0);
      return true;
    },
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
      if (enrolled === null) return false;
      enrolled.dock.leave();
      return true;
    },
    testScanner: () => touchScreen({ type: 'test-scanner' }),
    leaveScannerTest: () => touchScreen({ type: 'leave-scanner-test' }),
    isTestingScanner: () => shown.scannerTest !== null,
    showReading,
    scannerStatus: (found, problem) => {
      if (found === scanner && problem === scannerProblem) return;
      scanner = found;
      scannerProblem = problem;
      changed();
    },
    view: () => ({
      status: status(),
      notice: presentNotice(enrolled?.door.state() ?? null, toWall),
      depot: presentDepot(store),
      screen: screen(),
      testOnly: parts.testOnly,
    }),
    stop: () => {
      enrolled?.stop();
      trust.stop();
    },
    settled: async () => enrolled?.log.settled(),
  };
};
