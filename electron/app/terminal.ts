import { wipe } from '../../shared/protocol/codec/bytes.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { dayOf, startOfDay } from '../../shared/protocol/time/zoned-day.ts';
import type { TerminalTouch } from '../../shared/terminal/channels/contract.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Place } from '../../shared/terminal/screen/screen.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { ScannerStatus, UnsentView } from '../../shared/terminal/view/view.ts';
import { makeCarryOut } from './carry-out.ts';
import { makeReadClock } from './clock/read-clock.ts';
import { type AskedTerminal, askTerminal } from './desk/ask-terminal.ts';
import { routesInOrder, type ShownRoutes } from './door/current-route.ts';
import { makeScanPrint } from './door/same-event.ts';
import { makeEnrolment } from './enrolment/run-enrolment.ts';
import { type Enrolled, type EquipPorts, equip } from './equip.ts';
import type { StoreCheck } from './log/check-store.ts';
import { mustSignIn } from './people/driver-now.ts';
import type { TerminalRecord } from './ports/central.ts';
import { presentDepot } from './screen/present-depot.ts';
import { presentTerminal, type ScannerState } from './screen/present-terminal.ts';
import { makeScreen } from './screen/run-screen.ts';
import { type Intake, makeIntake } from './take-scan.ts';
import { makeTrust } from './trust-store.ts';

/** The terminal as a whole: takes scans and touches, gives the view. */
export type Terminal = Intake & {
  /** What was touched in the window; false if it has no effect now. */
  readonly touch: (touch: TerminalTouch) => boolean;
  /** Signs in who has this number, if the PIN is theirs; wiped here. */
  readonly signIn: (number: number, pin: Uint8Array) => boolean;
  readonly isTestingScanner: () => boolean;
  /** What came over a scanner's line while the page is open on which scanners are tried out. */
  readonly showReading: (reading: ScannerReading) => void;
  readonly scannerStatus: (status: ScannerStatus, problem: ProblemCode | null) => void;
  /** IT is at work on the screen, or is no more: meanwhile nothing is judged that nobody would see. */
  readonly attendIt: (isAtWork: boolean) => void;
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
};

/** Makes a terminal of its parts: who is handed what is said here, part by part. */
export const makeTerminal = (parts: TerminalParts): Terminal => {
  const { store, anchors, central, clock, signer, agreement, argon2id, isOnline, updates } = parts;
  const { random, randomBytes, machineZone, testOnly, storeCheck, diagnostics, changed } = parts;
  let scanner: ScannerState = { status: 'searching', problem: null, lastScan: null };
  let isItAtWork = false;
  let enrolled: Enrolled | null = null;
  const readClock = makeReadClock(store, clock);
  const printOf = makeScanPrint(randomBytes);
  const readTime = () => readClock().now;

  const zone = (): string => presentDepot(store).timeZone ?? machineZone;
  const dayNow = () => dayOf(readTime().at, zone());
  const routesNow = (): ShownRoutes => {
    const all = routesInOrder(store, dayNow());
    return { all, current: all.find(({ id }) => id === screen.state().route) ?? all[0] ?? null };
  };

  const trust = makeTrust({
    ...{ store, anchors, central, random, diagnostics, storeCheck, changed },
    ended: () => enrolled?.stop(),
    trusted: () => enrolled?.watchClock(),
  });
  const { fail, failure } = trust;

  /** Who is at a door finishes there, whoever the roster says is to sign in. */
  const waitsForSignIn = ({ door }: Enrolled): boolean =>
    door.state().at.name === 'route' && mustSignIn(store);

  const place = (): Place => {
    const isBlocked = failure() !== null;
    const at = enrolled?.door.state().at ?? null;
    return {
      isBlocked,
      isEnrolled: enrolled !== null,
      door: isBlocked ? null : at,
      waitsForSignIn: enrolled !== null && waitsForSignIn(enrolled),
      isOnTheRoad:
        enrolled !== null && (at?.name !== 'route' || enrolled.dock.state().phase === 'idle'),
      stopOf: store.stop,
      hasRoute: (route) => store.routes().some(({ id }) => id === route),
    };
  };
  const today = (): Instant => startOfDay(readTime().at, zone());
  const carryOut = makeCarryOut({ store, enrolled: () => enrolled, today, changed, fail });
  const screen = makeScreen(place, carryOut, changed);

  const equipped = (record: TerminalRecord): Enrolled =>
    equip(
      {
        ...{ store, anchors, central, clock, signer, agreement, argon2id, random, randomBytes },
        ...{ diagnostics, isOnline, updates, changed },
        trust,
        readClock,
        printOf,
        today: () => ({ day: dayNow(), start: today() }),
        routes: routesNow,
        isItAtWork: () => isItAtWork,
        atStop: (route) => screen.note({ type: 'at-stop', route }),
        pulled: () => screen.note({ type: 'pulled' }),
      },
      record,
    );

  const known = store.terminal();
  if (known !== null) enrolled = equipped(known);

  const enrolment = makeEnrolment({
    ...{ store, anchors, central, signer, randomBytes, diagnostics, changed },
    agreementKey: agreement.publicKey,
    readTime,
    enrolled: () => {
      const record = store.terminal();
      if (record === null) return fail('internal');
      diagnostics('enrolled', { terminal: record.grant.terminal });
      enrolled = equipped(record);
      screen.note({ type: 'enrolled' });
      enrolled.dock.start();
    },
  });

  const it = askTerminal({
    ...{ store, central, clock, signer, diagnostics },
    readClock,
    scanner: () => scanner,
    enrolled: () => (trust.isTrusted() ? enrolled : null),
    isAtDoor: () => (place().door?.name ?? 'route') !== 'route',
    wiped: () => fail('wipe-unfinished'),
  });

  const showReading = (reading: ScannerReading): void =>
    void screen.take({ type: 'reading', reading });
  const isTesting = (): boolean => screen.state().scannerTest !== null;

  const intake = makeIntake({
    ...{ store, printOf, enrolment, waitsForSignIn, isTesting, showReading, fail },
    isBlocked: () => failure() !== null,
    isItAtWork: () => isItAtWork,
    enrolled: () => enrolled,
    scanned: () => {
      scanner = { ...scanner, lastScan: clock.wall() };
    },
    taken: () => screen.note({ type: 'scanned' }),
  });

  return {
    ...intake,
    it,
    checked: trust.checked,
    touch: screen.take,
    signIn: (number, pin) => {
      if (failure() === null && enrolled !== null && waitsForSignIn(enrolled)) {
        return enrolled.signIn.byPin(number, pin);
      }
      wipe(pin);
      return false;
    },
    isTestingScanner: isTesting,
    showReading,
    attendIt: (isAtWork) => {
      isItAtWork = isAtWork;
    },
    scannerStatus: (status, problem) => {
      if (status === scanner.status && problem === scanner.problem) return;
      scanner = { ...scanner, status, problem };
      changed();
    },
    view: () =>
      presentTerminal({
        ...{ store, clock, signer, testOnly },
        ...{ scanner, shown: screen.state(), enrolled, routes: routesNow },
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
