import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import { derivePepper, type Signer, spokenFingerprint } from '../../shared/crypto/keys.ts';
import type { DeliveryId, PublicKey } from '../../shared/ids.ts';
import type { ScannerStatus, ScreenView, SetupView, UnsentView } from '../../shared/ipc/view.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { readScanInput } from '../../shared/scan/scan-input.ts';
import { readTrustedTime } from '../../shared/time/trusted-time.ts';
import { enrol } from './enrol.ts';
import type { AnchorKeeper, Central, Clock, Diagnostics, Store, TerminalRecord } from './ports.ts';
import { presentDock, presentDoor } from './present.ts';
import { type Dock, makeDock } from './run-dock.ts';
import { type Door, makeDoor } from './run-door.ts';
import { makeVerifyScan } from './verify-scan.ts';
import { makeLogWriter } from './write-log.ts';

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
  readonly changed: () => void;
};

/** What there is once the terminal is enrolled. */
type Enrolled = { readonly door: Door; readonly dock: Dock };

export const makeTerminal = (parts: Parts): Terminal => {
  const { store, clock, diagnostics, changed, signer } = parts;
  let scanner: UnsentView['status']['scanner'] = 'searching';
  let scannerProblem: ProblemCode | null = null;
  let failure: ProblemCode | null = null;
  let enrolment: { state: 'waiting' | 'running' | 'failed'; problem: ProblemCode | null } = {
    state: 'waiting',
    problem: null,
  };

  const readTime = () =>
    readTrustedTime({
      anchor: store.timeAnchor(),
      boot: clock.boot(),
      wall: clock.wall(),
      newestEntry: store.newestEntryTime(),
    });

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
    const verify = makeVerifyScan({ store, log, pepper, argon2id: parts.argon2id, readTime });
    return {
      door: makeDoor({ store, verify, changed, failed: fail }),
      dock: makeDock({ ...parts, record, log, readTime }),
    };
  };

  const known = store.terminal();
  let enrolled: Enrolled | null = known === null ? null : equip(known);

  const runEnrolment = async (input: ReturnType<typeof readScanInput>): Promise<void> => {
    if (enrolment.state === 'running') return;
    if (input.kind !== 'enrolment' || !input.enrolment.ok) {
      const insecure =
        input.kind === 'enrolment' && !input.enrolment.ok && input.enrolment.error === 'insecure';
      enrolment = {
        state: 'failed',
        problem: insecure ? 'enrolment-insecure' : 'enrolment-unreadable',
      };
      return changed();
    }
    enrolment = { state: 'running', problem: null };
    changed();
    const done = await enrol({ ...parts, readTime }, input.enrolment.value);
    const record = store.terminal();
    if (done.ok && record !== null) {
      diagnostics('enrolled', { terminal: record.grant.terminal });
      enrolled = equip(record);
      enrolled.dock.start();
    } else if (!done.ok) {
      diagnostics('enrolment-failed', { problem: done.error });
      enrolment = { state: 'failed', problem: done.error };
    }
    changed();
  };

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
      { id: 'enrolment', ...enrolment },
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

  const network = (): UnsentView['status']['network'] => {
    const phase = enrolled?.dock.state().phase ?? 'idle';
    return phase === 'idle' || phase === 'failed' || phase === 'reaching' ? 'offline' : 'docked';
  };

  const door = (): Door | null => (failure === null ? (enrolled?.door ?? null) : null);

  const take = (input: ReturnType<typeof readScanInput>): void => {
    if (failure !== null) return;
    if (enrolled === null) {
      runEnrolment(input).catch(() => fail('internal'));
      return;
    }
    enrolled.door.input(input);
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
      door()?.input(
        input.kind === 'code' || input.kind === 'mistyped-code' ? input : { kind: 'unreadable' },
        delivery,
      );
      return true;
    },
    openStop: (delivery) =>
      store.stop(delivery) !== null && (door()?.touch({ type: 'open', delivery }) ?? false),
    closeStop: () => door()?.touch({ type: 'close' }) ?? false,
    acknowledge: (id) => door()?.touch({ type: 'acknowledge', id }) ?? false,
    startDock: () => {
      const at = enrolled?.door.state().at.name;
      if (failure !== null || enrolled === null || at !== 'route') return false;
      enrolled.dock.start();
      return true;
    },
    leaveDock: () => {
      if (enrolled === null) return false;
      enrolled.dock.leave();
      return true;
    },
    scannerStatus: (status, problem) => {
      scanner = status;
      scannerProblem = problem;
      changed();
    },
    view: () => ({
      status: { network: network(), waiting: store.waiting(), scanner, scannerProblem },
      screen: screen(),
      testOnly: parts.testOnly,
    }),
    stop: () => enrolled?.dock.stop(),
  };
};
