import type { ProblemCode } from '../problem.ts';
import type { CheckState } from '../view/view.ts';
import type { DiagnosticsReport, TerminalFacts } from './report.ts';

export const CHECK_IDS = [
  'software',
  'identity',
  'keychain',
  'store',
  'log',
  'scanner',
  'central',
  'disk',
  'clock',
  'settings',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** What to do where no problem code says it. */
export type Advice = 'enrol' | 'hand-in' | 'dock' | 'free-disk' | 'set-clock' | 'store-damaged';

/** One line of the diagnostics: in order, or in need of attention, and then what to do. */
export type Check = {
  readonly id: CheckId;
  readonly state: CheckState;
  readonly problem: ProblemCode | null;
  readonly advice: Advice | null;
};

/** SQLite and the keychain stop working well before the last byte is used. */
const LEAST_FREE_BYTES = 500_000_000;
const WAITS_LONG_MS = 24 * 3_600_000;
/** Central refuses requests whose clock is off by more than a few minutes. */
const MOST_OFFSET_MS = 120_000;

type Found = Omit<Check, 'id'>;
const GOOD: Found = { state: 'done', problem: null, advice: null };
const UNKNOWN: Found = { state: 'waiting', problem: null, advice: null };
const advise = (advice: Advice): Found => ({ state: 'failed', problem: null, advice });
const fault = (problem: ProblemCode): Found => ({ state: 'failed', problem, advice: null });
/** In order unless something is to be done. */
const unless = (wrong: boolean, advice: Advice): Found => (wrong ? advise(advice) : GOOD);

const checkStore = (terminal: TerminalFacts | null, problem: ProblemCode | null): Found => {
  if (problem?.startsWith('store-')) return fault(problem);
  if (terminal === null) return UNKNOWN;
  return unless(!terminal.store.whole, 'store-damaged');
};

const checkScanner = (terminal: TerminalFacts | null): Found => {
  if (terminal === null) return UNKNOWN;
  const { status, problem } = terminal.scanner;
  return status === 'connected' ? GOOD : fault(problem ?? 'scanner-gone');
};

const checkCentral = ({ reach }: DiagnosticsReport): Found => {
  if (reach.state === 'not-enrolled') return UNKNOWN;
  if (reach.state === 'asking') return { ...GOOD, state: 'running' };
  if (reach.state === 'failed') return fault(reach.problem);
  return unless(Math.abs(reach.offsetMs) > MOST_OFFSET_MS, 'set-clock');
};

const checkLog = (terminal: TerminalFacts | null, at: number): Found => {
  if (terminal === null) return UNKNOWN;
  const { since } = terminal.log;
  return unless(since !== null && at - since > WAITS_LONG_MS, 'hand-in');
};

const checkClock = (terminal: TerminalFacts | null, at: number): Found => {
  if (terminal === null) return UNKNOWN;
  const { wrong, leaseEnds } = terminal.clock;
  return wrong ? advise('set-clock') : unless(leaseEnds !== null && leaseEnds < at, 'dock');
};

/** What a report says of each part, in the order of the screen. */
export const checksOf = (report: DiagnosticsReport): readonly Check[] => {
  const { machine, terminal, problem, settingsProblem, at } = report;
  const keychain = problem?.startsWith('keychain-') ? fault(problem) : GOOD;
  const enrolled = terminal === null ? UNKNOWN : unless(!terminal.identity.terminal, 'enrol');
  const disk = machine.disk;
  const found: Readonly<Record<CheckId, Found>> = {
    software: GOOD,
    identity: enrolled,
    keychain,
    store: checkStore(terminal, problem),
    log: checkLog(terminal, at),
    scanner: checkScanner(terminal),
    central: checkCentral(report),
    disk: disk === null ? UNKNOWN : unless(disk.free < LEAST_FREE_BYTES, 'free-disk'),
    clock: checkClock(terminal, at),
    settings: settingsProblem === null ? GOOD : fault(settingsProblem),
  };
  return CHECK_IDS.map((id) => ({ id, ...found[id] }));
};
