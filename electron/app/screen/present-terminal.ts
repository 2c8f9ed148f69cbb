import { type Signer, spokenFingerprint } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { idleDock } from '../../../shared/terminal/dock/dock.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { ScreenState } from '../../../shared/terminal/screen/screen.ts';
import type { DockView } from '../../../shared/terminal/view/dock-view.ts';
import type {
  ScannerStatus,
  ScreenView,
  SetupView,
  UnsentView,
} from '../../../shared/terminal/view/view.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { ShownRoutes } from '../door/current-route.ts';
import type { Enrolment } from '../enrolment/run-enrolment.ts';
import type { Enrolled } from '../equip.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { historyView } from './history.ts';
import { presentDock, presentDoor, presentNotice } from './present.ts';
import { presentDepot } from './present-depot.ts';

/** What is known of the scanner. */
export type ScannerState = {
  readonly status: ScannerStatus;
  readonly problem: ProblemCode | null;
  /** When something was scanned last; null: not since the start. */
  readonly lastScan: Instant | null;
};

/** Everything that the view is made of. */
type Seen = {
  readonly store: Store;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly reading: ClockReading;
  /** The first instant of the depot's day. */
  readonly today: () => Instant;
  readonly testOnly: boolean;
  /** What keeps the terminal from accepting anything. */
  readonly failure: ProblemCode | null;
  /** How many entries central was not given yet, if handing in is all that is done. */
  readonly left: number | null;
  readonly shown: ScreenState;
  readonly scanner: ScannerState;
  readonly enrolment: ReturnType<Enrolment['state']>;
  readonly enrolled: Enrolled | null;
  readonly waitsForSignIn: boolean;
  readonly routes: () => ShownRoutes;
};

/** No clock that is set is before the product was made. */
const CLOCK_FLOOR = Date.UTC(2026, 0, 1);

const CHECKS: Record<ScannerStatus, SetupView['checks'][number]['state']> = {
  connected: 'done',
  problem: 'failed',
  searching: 'running',
};

const setupView = ({ clock, signer, scanner, enrolment }: Seen): SetupView => ({
  name: 'setup',
  checks: [
    { id: 'language', state: 'done', problem: null },
    { id: 'keychain', state: 'done', problem: null },
    { id: 'store', state: 'done', problem: null },
    clock.wall() < CLOCK_FLOOR
      ? { id: 'clock', state: 'failed', problem: 'clock-not-set' }
      : { id: 'clock', state: 'done', problem: null },
    { id: 'scanner', state: CHECKS[scanner.status], problem: scanner.problem },
    { id: 'scanner-test', state: scanner.lastScan === null ? 'waiting' : 'done', problem: null },
    { id: 'enrolment', ...enrolment },
    { id: 'first-dock', state: 'waiting', problem: null },
  ],
  fingerprint: spokenFingerprint(signer.publicKey),
});

/** An instant of trusted time as the wall clock has it, by which the window counts down. */
const toWallOf =
  ({ clock, reading }: Seen) =>
  (at: Instant): Instant =>
    (at + clock.wall() - reading.now.at) as Instant;

/** What is compared with what central shows of it. */
const enrolledAs = ({ store, signer }: Seen): DockView['enrolled'] => ({
  depot: store.terminal()?.grant.depotName ?? '',
  fingerprint: spokenFingerprint(signer.publicKey),
});

const screenOf = (seen: Seen): ScreenView => {
  const { store, clock, reading, failure, shown, enrolled, waitsForSignIn, routes } = seen;
  if (failure !== null) return { name: 'blocked', problem: failure };
  if (shown.scannerTest !== null) return { name: 'scanner-test', ...shown.scannerTest };
  if (enrolled === null) return setupView(seen);
  const door = enrolled.door.state();
  // One on the road has no screen.
  const dock = enrolled.dock.isQuiet() ? idleDock : enrolled.dock.state();
  if (dock.phase === 'idle' && waitsForSignIn) return enrolled.signIn.view();
  if (dock.phase === 'idle' && shown.history !== null && door.at.name === 'route') {
    return historyView(store, seen.today(), shown.history);
  }
  // A driver who scans at the dock is at work: the door goes before the docking's progress.
  if (dock.phase === 'idle' || door.at.name !== 'route') {
    const waiting = enrolled.door.waiting();
    const look = { look: shown.look, now: reading.now.at, toWall: toWallOf(seen), waiting };
    return presentDoor(store, door, routes(), look);
  }
  const update = enrolled.updates?.view() ?? null;
  const { current } = routes();
  const found = enrolled.dock.findings();
  const isNew = shown.enrolled ? enrolledAs(seen) : null;
  return presentDock(dock, found, store, current, clock.wall(), update, isNew);
};

const statusOf = ({ store, reading, scanner, enrolled, left }: Seen): UnsentView['status'] => {
  const phase = enrolled?.dock.state().phase ?? 'idle';
  const offline = phase === 'idle' || phase === 'failed' || phase === 'reaching';
  const waiting = store.waiting();
  return {
    network: offline ? 'offline' : 'docked',
    waiting: { ...waiting, entries: left ?? waiting.entries },
    scanner: scanner.status,
    scannerProblem: scanner.problem,
    leaseEnds: reading.leaseEnds,
    clockWrong: reading.wallWrong,
  };
};

/** The view: everything that the window shows, as one value. */
export const presentTerminal = (seen: Seen): UnsentView => ({
  status: statusOf(seen),
  notice: presentNotice(seen.enrolled?.door.state() ?? null, toWallOf(seen)),
  depot: presentDepot(seen.store),
  screen: screenOf(seen),
  testOnly: seen.testOnly,
});
