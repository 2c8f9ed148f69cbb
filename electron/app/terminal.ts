import type { RolledBackReport } from '../../shared/api/terminal.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import { derivePepper, type Signer, spokenFingerprint } from '../../shared/crypto/keys.ts';
import type { DeliveryId, PublicKey } from '../../shared/ids.ts';
import type { ScannerStatus, ScreenView, SetupView, UnsentView } from '../../shared/ipc/view.ts';
import type { ExceptionOutcome } from '../../shared/outcome.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { readScanInput, type ScanInput } from '../../shared/scan/scan-input.ts';
import type { Purpose } from '../../shared/verdict.ts';
import { handInQuarantine } from './hand-in-quarantine.ts';
import type { AnchorKeeper, Central, Clock, Diagnostics, Store, TerminalRecord } from './ports.ts';
import { presentDock, presentDoor } from './present.ts';
import { makeReadClock } from './read-clock.ts';
import { recordException } from './record-exception.ts';
import { type Dock, makeDock } from './run-dock.ts';
import { type Door, makeDoor } from './run-door.ts';
import { makeEnrolment } from './run-enrolment.ts';
import { makeVerifyScan } from './verify-scan.ts';
import { makeClockWatch } from './watch-clock.ts';
import { type LogWriter, makeLogWriter } from './write-log.ts';

/** The terminal as a whole: takes scans and touches, gives the view. */
export type Terminal = {
  /** The payload of a scan, without its symbology identifier; wiped here. */
  readonly scan: (payload: Uint8Array) => void;
  /** A frame that no symbol has: noise, or longer than any. */
  readonly noise: () => void;
  /** What was typed at the door of one stop; wiped here. False if that door is not open. */
  readonly typeCode: (delivery: DeliveryId, code: Uint8Array) => boolean;
  readonly openStop: (delivery: DeliveryId) => boolean;
  readonly closeStop: () => boolean;
  readonly askFor: (delivery: DeliveryId, asks: Purpose) => boolean;
  readonly leaveOverride: () => boolean;
  readonly recordException: (
    delivery: DeliveryId,
    outcome: ExceptionOutcome,
    note: string,
  ) => boolean;
  readonly acknowledge: (verdict: number) => boolean;
  readonly startDock: () => boolean;
  readonly leaveDock: () => boolean;
  readonly scannerStatus: (status: ScannerStatus, problem: ProblemCode | null) => void;
  readonly view: () => UnsentView;
  readonly stop: () => void;
};

type Parts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly agreementKey: PublicKey;
  readonly agreementSecret: Uint8Array;
  readonly argon2id: Argon2id;
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  readonly testOnly: boolean;
  /** Set if the store is an old copy: nothing is accepted or written, all is handed in. */
  readonly rolledBack: RolledBackReport | null;
  readonly changed: () => void;
};

/** What there is once the terminal is enrolled. */
type Enrolled = {
  readonly log: LogWriter;
  readonly door: Door;
  readonly dock: Dock;
  readonly watchClock: () => void;
};

export const makeTerminal = (parts: Parts): Terminal => {
  const { store, clock, diagnostics, changed, signer, rolledBack } = parts;
  let scanner: UnsentView['status']['scanner'] = 'searching';
  let scannerProblem: ProblemCode | null = null;
  let failure: ProblemCode | null = rolledBack === null ? null : 'store-rolled-back';
  const readClock = makeReadClock(store, clock);
  const readTime = () => readClock().now;

  const fail = (problem: ProblemCode): void => {
    diagnostics('terminal-failed', { problem });
    failure = problem;
    changed();
  };

  const equip = (record: TerminalRecord): Enrolled => {
    const { grant } = record;
    const log = makeLogWriter({
      ...parts,
      readTime,
      identity: () => ({ terminal: grant.terminal, driver: store.route()?.driver.id ?? null }),
    });
    const pepper = derivePepper(parts.agreementSecret, grant.depotAgreementKey, grant.terminal);
    const verify = makeVerifyScan({ store, log, pepper, argon2id: parts.argon2id, readClock });
    const watchClock = makeClockWatch({ log, clock, readClock }, fail);
    return {
      log,
      watchClock,
      door: makeDoor({ store, verify, changed, failed: fail }),
      dock: makeDock({ ...parts, record, log, readTime }),
    };
  };

  const known = store.terminal();
  let enrolled: Enrolled | null = known === null ? null : equip(known);
  const quarantine =
    rolledBack === null || known === null
      ? null
      : handInQuarantine({ ...parts, record: known, report: rolledBack });
  if (quarantine === null) enrolled?.watchClock();

  const enrolment = makeEnrolment({
    ...parts,
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
      { id: 'keychain', state: 'done', problem: null },
      { id: 'store', state: 'done', problem: null },
      {
        id: 'scanner',
        state: scanner === 'connected' ? 'done' : scanner === 'problem' ? 'failed' : 'running',
        problem: scannerProblem,
      },
      { id: 'enrolment', ...enrolment.state() },
      { id: 'first-dock', state: 'waiting', problem: null },
    ],
    fingerprint: spokenFingerprint(signer.publicKey),
  });

  const screen = (): ScreenView => {
    if (failure !== null) return { name: 'blocked', problem: failure };
    if (enrolled === null) return setupView();
    const door = enrolled.door.state();
    const dock = enrolled.dock.state();
    // A driver who scans at the dock is at work: the door goes before the docking's progress.
    return dock.phase === 'idle' || door.at.name !== 'route'
      ? presentDoor(store, door)
      : presentDock(dock, store, clock.wall());
  };

  const status = (): UnsentView['status'] => {
    const phase = enrolled?.dock.state().phase ?? 'idle';
    const offline = phase === 'idle' || phase === 'failed' || phase === 'reaching';
    const { leaseEnds, wallWrong } = readClock();
    return {
      network: offline ? 'offline' : 'docked',
      waiting: store.waiting(),
      scanner,
      scannerProblem,
      leaseEnds,
      clockWrong: wallWrong,
    };
  };

  /** The door, if it may be used: not after a failure. */
  const door = (): Door | null => (failure === null ? (enrolled?.door ?? null) : null);

  const take = (input: ScanInput, typedFor?: DeliveryId): void => {
    if (failure !== null) return;
    if (enrolled === null) {
      enrolment.take(input).catch((error: unknown) => fail(problemOf(error)));
      return;
    }
    enrolled.watchClock();
    enrolled.door.input(input, typedFor);
  };

  return {
    scan: (payload) => {
      const input = readScanInput(payload);
      payload.fill(0);
      take(input);
    },
    noise: () => take({ kind: 'unreadable' }),
    typeCode: (delivery, code) => {
      const at = door()?.state().at;
      const input = readScanInput(code);
      code.fill(0);
      if (at?.name !== 'door' || at.stop !== delivery) return false;
      const isCode = input.kind === 'code' || input.kind === 'mistyped-code';
      take(isCode ? input : { kind: 'unreadable' }, delivery);
      return true;
    },
    openStop: (delivery) =>
      store.stop(delivery) !== null && (door()?.touch({ type: 'open', delivery }) ?? false),
    closeStop: () => door()?.touch({ type: 'close' }) ?? false,
    askFor: (delivery, asks) => door()?.touch({ type: 'ask', delivery, asks }) ?? false,
    leaveOverride: () => {
      const at = door()?.state().at;
      if (at?.name !== 'door' || at.asks !== 'override') return false;
      return door()?.touch({ type: 'ask', delivery: at.stop, asks: 'hand-over' }) ?? false;
    },
    recordException: (delivery, outcome, note) => {
      const at = door()?.state().at;
      if (enrolled === null || at?.name !== 'door' || at.stop !== delivery) return false;
      recordException(enrolled.log, store, delivery, outcome, note).then(
        (done) => (done.ok ? door()?.touch({ type: 'excepted', delivery }) : fail(done.error)),
        (error: unknown) => fail(problemOf(error)),
      );
      return true;
    },
    acknowledge: (id) => door()?.touch({ type: 'acknowledge', id }) ?? false,
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
    scannerStatus: (found, problem) => {
      scanner = found;
      scannerProblem = problem;
      changed();
    },
    view: () => ({ status: status(), screen: screen(), testOnly: parts.testOnly }),
    stop: () => {
      enrolled?.dock.stop();
      quarantine?.stop();
    },
  };
};
