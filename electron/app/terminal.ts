import type { RolledBackReport } from '../../shared/api/terminal.ts';
import { copySecret, wipe } from '../../shared/bytes.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import {
  type Agreement,
  pepperOf,
  type Signer,
  spokenFingerprint,
  verifySignature,
} from '../../shared/crypto/keys.ts';
import { idleDock } from '../../shared/dock/dock.ts';
import { type Answer, stopOnScreen } from '../../shared/door/door-state.ts';
import type { Draft } from '../../shared/door/draft-schema.ts';
import type { DeliveryId, Instant, RouteId, Sequence, StaffId } from '../../shared/ids.ts';
import type {
  ScannerReading,
  ScannerStatus,
  ScreenView,
  SetupView,
  UnsentView,
} from '../../shared/ipc/view.ts';
import type { StoppedWhy } from '../../shared/log/entry.ts';
import type { Particulars } from '../../shared/outcome.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { err } from '../../shared/result.ts';
import { readScanInput } from '../../shared/scan/scan-input.ts';
import { type Scan, splitSymbology } from '../../shared/scan/symbology.ts';
import { dayOf, startOfDay } from '../../shared/time/zoned-day.ts';
import type { Purpose, Verdict } from '../../shared/verdict.ts';
import { type AskedTerminal, askTerminal } from './ask-terminal.ts';
import { routesInOrder } from './current-route.ts';
import { LOOK_EVERY_MS, makeQuietDock } from './dock-quietly.ts';
import type { DoorScan } from './door-scan.ts';
import { driverNow, mustSignIn } from './driver-now.ts';
import { deliveriesOf, eraseOver } from './erase-over.ts';
import { handInQuarantine, type Quarantine, type QuarantineCause } from './hand-in-quarantine.ts';
import { historyView, undoException } from './history.ts';
import type { StoreCheck } from './open-terminal.ts';
import type {
  AnchorKeeper,
  Central,
  Clock,
  Diagnostics,
  Stop,
  Store,
  TerminalRecord,
} from './ports.ts';
import {
  FIRST_LOOK,
  type Look,
  presentDock,
  presentDoor,
  presentNotice,
  type ShownRoutes,
} from './present.ts';
import { presentDepot } from './present-depot.ts';
import { makeReadClock } from './read-clock.ts';
import { type ExceptionSaid, recordException } from './record-exception.ts';
import { type Dock, makeDock } from './run-dock.ts';
import {
  type Door,
  type DoorTouch,
  type InputFrom,
  makeDoor,
  type ScanSignal,
} from './run-door.ts';
import { makeEnrolment } from './run-enrolment.ts';
import { makeUpdates, type UpdateSource, type Updates } from './run-updates.ts';
import { makeScanPrint } from './same-event.ts';
import { makeSignIn, type SignIn } from './sign-in.ts';
import { stopProblem } from './stopped.ts';
import { makeVerifyScan } from './verify-scan.ts';
import { tokenDigits } from './verify-token.ts';
import { makeClockWatch } from './watch-clock.ts';
import { type LogWriter, makeLogWriter } from './write-log.ts';

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

export type TerminalParts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly agreement: Agreement;
  readonly argon2id: Argon2id;
  /** In [0, 1), for what needs no secret randomness. */
  readonly random: () => number;
  /** Cryptographic randomness. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** The time zone that the machine is set to: what counts until the depot has said its own. */
  readonly machineZone: string;
  readonly diagnostics: Diagnostics;
  readonly testOnly: boolean;
  /**
   * What is found of the store, once it is known: nothing is written before. In an old copy nothing
   * is accepted or written at all, and everything is handed in.
   */
  readonly storeCheck: Promise<StoreCheck>;
  /** Whether IT is at work on the screen: then nothing is judged that nobody would see. */
  readonly atDesk: () => boolean;
  /** Whether the operating system has a network at all. */
  readonly isOnline: () => boolean;
  /** The badge of one of IT was scanned. */
  readonly itBadge: (staff: StaffId) => void;
  /** Where updates come from; null: a build that takes none. */
  readonly updates: UpdateSource | null;
  readonly changed: () => void;
};

/** For so long an acceptance of one's own, shown once more, is nothing to be alarmed by. */
const JUST_NOW_MS = 5 * 60_000;

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

/** What there is once the terminal is enrolled. */
type Enrolled = {
  readonly log: LogWriter;
  readonly door: Door;
  readonly dock: Dock;
  readonly updates: Updates | null;
  readonly signIn: SignIn;
  readonly watchClock: () => void;
  readonly stop: () => void;
};

export const makeTerminal = (parts: TerminalParts): Terminal => {
  const { store, clock, diagnostics, changed, signer } = parts;
  let scanner: UnsentView['status']['scanner'] = 'searching';
  let scannerProblem: ProblemCode | null = null;
  let scannerTest: { readonly reading: ScannerReading | null } | null = null;
  let failure: ProblemCode | null = null;
  /** Whether the store was found to be what its log says. */
  let isTrusted = false;
  let lastScan: Instant | null = null;
  let look: Look = FIRST_LOOK;
  /** From where on the history is shown; null: it is not. */
  let history: number | null = null;
  let undoing = false;
  /** The route that the driver chose, or whose stop was opened last; null: the first in turn. */
  let chosenRoute: RouteId | null = null;
  const readClock = makeReadClock(store, clock);
  const printOf = makeScanPrint(parts.randomBytes);
  const readTime = () => readClock().now;

  const zone = (): string => presentDepot(store).timeZone ?? parts.machineZone;
  const dayNow = () => dayOf(readTime().at, zone());
  const routesNow = (): ShownRoutes => {
    const all = routesInOrder(store, dayNow());
    return { all, current: all.find(({ id }) => id === chosenRoute) ?? all[0] ?? null };
  };

  const fail = (problem: ProblemCode): void => {
    diagnostics('terminal-failed', { problem });
    failure = problem;
    changed();
  };

  const equip = (record: TerminalRecord): Enrolled => {
    const { grant } = record;
    const writer = makeLogWriter({
      ...parts,
      readTime,
      identity: () => ({
        terminal: grant.terminal,
        driver: driverNow(store, routesNow().current),
      }),
    });
    const log: LogWriter = {
      append: async (...entry) => {
        await checked;
        if (!isTrusted) return err(failure ?? 'store-rolled-back');
        const written = await writer.append(...entry);
        // Another process has written on: from here on this log is one of two.
        if (!written.ok && written.error === 'store-rolled-back') await meetTwin();
        return written;
      },
      expectEntry: () => {
        if (isTrusted) writer.expectEntry();
      },
      settled: writer.settled,
    };
    const shared = parts.agreement.sharedSecret(grant.depotAgreementKey);
    const pepper = pepperOf(shared, grant.terminal);
    const verify = makeVerifyScan({ ...parts, log, pepper, readClock });
    const watchClock = makeClockWatch({ log, clock, readClock }, fail);
    const signIn = makeSignIn({ ...parts, log, readClock, failed: fail });
    const isJustNow = (verdict: Verdict): boolean =>
      verdict.result === 'refused' &&
      verdict.reason === 'already-used' &&
      verdict.at !== null &&
      verdict.by === driverNow(store, routesNow().current) &&
      readTime().at - verdict.at < JUST_NOW_MS;
    /** Null while it is made: a door that a crash has left open is open again from the first. */
    let opened: Door | null = null;
    /** The list goes with the driver, to whichever route's stop was opened. */
    const followStop = (): void => {
      const at = opened === null ? null : stopOnScreen(opened.state());
      chosenRoute = (at === null ? null : store.stop(at)?.route) ?? chosenRoute;
    };
    const door = makeDoor({
      store,
      verify,
      elapsed: () => clock.boot().elapsedMs,
      printOf,
      isJustNow,
      mayWrite: () => isTrusted,
      changed: () => {
        followStop();
        changed();
      },
      failed: fail,
    });
    opened = door;
    followStop();
    const source = parts.updates;
    const mayFetch = (): boolean =>
      dock.state().phase === 'done' &&
      store.waiting().entries === 0 &&
      door.state().at.name === 'route';
    const updates = source && makeUpdates({ ...parts, source, verify: verifySignature, mayFetch });
    const dock = makeDock({
      ...parts,
      log,
      readTime,
      pulled: async (quiet) => {
        door.pulled();
        const done = await signIn.afterPull(quiet);
        // On the road nothing changes for the driver.
        if (!done.ok || quiet) return done;
        chosenRoute = null;
        const at = stopOnScreen(door.state());
        const found = deliveriesOf(store, dock.findings());
        return eraseOver(store, log, dayNow(), at === null ? found : [...found, at]);
      },
      done: () => void updates?.check(),
      quietlyOver: (done) => quiet.over(done),
      stopped: halt,
    });
    const mayDock = (): boolean => isTrusted && failure === null && !parts.atDesk();
    const quiet = makeQuietDock({ ...parts, dock, mayDock });
    const looking = setInterval(quiet.look, LOOK_EVERY_MS);
    const stop = (): void => {
      clearInterval(looking);
      door.stop();
      dock.stop();
    };
    return { log, signIn, watchClock, door, dock, updates, stop };
  };

  const known = store.terminal();
  let enrolled: Enrolled | null = null;
  let quarantine: Quarantine | null = null;
  const handInOnly = (cause: QuarantineCause): void => {
    enrolled?.stop();
    const record = store.terminal();
    if (record !== null) quarantine ??= handInQuarantine({ ...parts, record, cause });
  };
  const distrust = (report: RolledBackReport): void => {
    isTrusted = false;
    fail('store-rolled-back');
    handInOnly({ name: 'rolled-back', report });
  };
  const meetTwin = async (): Promise<void> => {
    const heads = await parts.anchors.read();
    const anchored = heads.ok ? (heads.value.pending ?? heads.value.committed) : null;
    distrust({ anchored, stored: store.logPosition() });
  };
  const halt = (why: StoppedWhy): void => {
    fail(stopProblem(why));
    handInOnly({ name: why.reason === 'revoked' ? 'revoked' : 'refused' });
  };
  const checked = parts.storeCheck.then((found) => {
    if (!found.ok) return fail(found.error);
    if (found.value !== null) return distrust(found.value);
    isTrusted = true;
    const stopped = store.stopped();
    if (stopped !== null) return halt(stopped);
    enrolled?.watchClock();
  });
  const stoppedBefore = store.stopped();
  if (stoppedBefore !== null) failure = stopProblem(stoppedBefore);
  if (known !== null) enrolled = equip(known);

  const enrolment = makeEnrolment({
    ...parts,
    agreementKey: parts.agreement.publicKey,
    readTime,
    enrolled: () => {
      const record = store.terminal();
      if (record === null) return fail('internal');
      diagnostics('enrolled', { terminal: record.grant.terminal });
      enrolled = equip(record);
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

  /** Whether the route is on the screen, or what belongs to it. */
  const isAtRoute = (): boolean =>
    failure === null &&
    enrolled !== null &&
    enrolled.door.state().at.name === 'route' &&
    !waitsForSignIn(enrolled);

  /** Who is at a door finishes there, whoever the roster says is to sign in. */
  const waitsForSignIn = ({ door }: Enrolled): boolean =>
    door.state().at.name === 'route' && mustSignIn(store);

  const screen = (): ScreenView => {
    if (failure !== null) return { name: 'blocked', problem: failure };
    if (scannerTest !== null) return { name: 'scanner-test', ...scannerTest };
    if (enrolled === null) return setupView();
    const door = enrolled.door.state();
    // One on the road has no screen.
    const dock = enrolled.dock.isQuiet() ? idleDock : enrolled.dock.state();
    if (dock.phase === 'idle' && waitsForSignIn(enrolled)) return enrolled.signIn.view();
    if (dock.phase === 'idle' && history !== null && door.at.name === 'route') {
      return historyView(store, today(), history);
    }
    // A driver who scans at the dock is at work: the door goes before the docking's progress.
    return dock.phase === 'idle' || door.at.name !== 'route'
      ? presentDoor(store, door, routesNow(), {
          look,
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
    return {
      network: offline ? 'offline' : 'docked',
      waiting:
        quarantine === null ? store.waiting() : { ...store.waiting(), entries: quarantine.left() },
      scanner,
      scannerProblem,
      leaseEnds,
      clockWrong: wallWrong,
    };
  };

  /** The door, if it may be used: not after a failure. */
  const door = (): Door | null => (failure === null ? (enrolled?.door ?? null) : null);

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
    const shown = input.kind === 'badge' ? store.staff.byBadge(input.badge) : null;
    if (shown?.role === 'it' && !shown.removed) {
      parts.itBadge(shown.id);
      return;
    }
    if (failure !== null || scannerTest !== null) return;
    if (enrolled === null) {
      if (input.kind === 'token') return;
      enrolment.take(input).catch((error: unknown) => fail(problemOf(error)));
      return;
    }
    if (parts.atDesk()) return;
    enrolled.watchClock();
    // What was looked at before is over: after a stop the driver wants to see what comes next.
    history = null;
    look = FIRST_LOOK;
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
    enrolled: () => (isTrusted ? enrolled : null),
    wiped: () => fail('wipe-unfinished'),
  });
  if (failure === null && it.isWiped()) failure = 'wipe-unfinished';

  const showReading = (reading: ScannerReading): void => {
    if (scannerTest === null) return;
    scannerTest = { reading };
    changed();
  };

  const scan: Terminal['scan'] = (payload, symbology, signal) => {
    if (scannerTest !== null) {
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
    checked,
    scan,
    typedScan: (frame) => {
      const read = splitSymbology(frame);
      if (scannerTest !== null) showReading(typedReading(frame, read));
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
    look: (wanted) => {
      if (!isAtRoute()) return false;
      look = wanted;
      changed();
      return true;
    },
    chooseRoute: (route) => {
      if (!isAtRoute() || !store.routes().some(({ id }) => id === route)) return false;
      chosenRoute = route;
      look = FIRST_LOOK;
      changed();
      return true;
    },
    openHistory: (from) => {
      if (!isAtRoute()) return false;
      history = from;
      changed();
      return true;
    },
    closeHistory: () => {
      if (history === null) return false;
      history = null;
      changed();
      return true;
    },
    undoException: (sequence) => {
      if (enrolled === null || !isAtRoute() || undoing) return false;
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
      if (failure === null && enrolled !== null && waitsForSignIn(enrolled)) {
        return enrolled.signIn.byPin(number, pin);
      }
      wipe(pin);
      return false;
    },
    signOut: () => door()?.state().at.name === 'route' && (enrolled?.signIn.signOut() ?? false),
    acknowledge: (id) => touch({ type: 'acknowledge', id }),
    startDock: () => {
      if (failure !== null || enrolled?.door.state().at.name !== 'route') return false;
      enrolled.dock.start();
      return true;
    },
    leaveDock: () => {
      if (enrolled === null) return false;
      enrolled.dock.leave();
      return true;
    },
    testScanner: () => {
      // Not on the road: what is scanned there is a customer's.
      const onTheRoad =
        enrolled !== null &&
        (enrolled.dock.state().phase === 'idle' || enrolled.door.state().at.name !== 'route');
      if (failure !== null || onTheRoad || scannerTest !== null) return false;
      scannerTest = { reading: null };
      changed();
      return true;
    },
    leaveScannerTest: () => {
      if (scannerTest === null) return false;
      scannerTest = null;
      changed();
      return true;
    },
    isTestingScanner: () => scannerTest !== null,
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
      quarantine?.stop();
    },
    settled: async () => enrolled?.log.settled(),
  };
};
