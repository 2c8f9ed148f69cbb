import { expect, test } from 'vitest';
import { instant } from '../../protocol/ids.ts';
import { sampleReport } from '../../testing/sample-report.ts';
import { type Check, type CheckId, checksOf } from './checks.ts';
import type { DiagnosticsReport } from './report.ts';

const good = sampleReport();
const { terminal } = good;
const of = (id: CheckId, report: DiagnosticsReport): Check | undefined =>
  checksOf(report).find((check) => check.id === id);
const before = (hours: number) => instant.parse(good.at - hours * 3_600_000);

test('a terminal that has nothing wrong with it is in order throughout', () => {
  for (const check of checksOf(good)) expect(check.state, check.id).toBe('done');
});

test.each<[CheckId, Partial<DiagnosticsReport>, Partial<Check>]>([
  ['keychain', { terminal: null, problem: 'keychain-locked' }, { problem: 'keychain-locked' }],
  ['store', { terminal: null, problem: 'store-wrong-key' }, { problem: 'store-wrong-key' }],
  [
    'store',
    { terminal: { ...terminal, store: { ...terminal.store, whole: false } } },
    { advice: 'store-damaged' },
  ],
  [
    'identity',
    { terminal: { ...terminal, identity: { ...terminal.identity, terminal: null } } },
    { advice: 'enrol' },
  ],
  [
    'log',
    { terminal: { ...terminal, log: { ...terminal.log, since: before(25) } } },
    { advice: 'hand-in' },
  ],
  [
    'scanner',
    { terminal: { ...terminal, scanner: { status: 'searching', problem: null, lastScan: null } } },
    { problem: 'scanner-gone' },
  ],
  [
    'central',
    { reach: { state: 'failed', central: 'https://a.example', problem: 'central-slow' } },
    { problem: 'central-slow' },
  ],
  [
    'central',
    { reach: { state: 'reached', central: 'https://a.example', offsetMs: -180_000 } },
    { advice: 'set-clock' },
  ],
  [
    'disk',
    { machine: { ...good.machine, disk: { free: 1_000, size: 9 } } },
    { advice: 'free-disk' },
  ],
  [
    'clock',
    { terminal: { ...terminal, clock: { ...terminal.clock, wrong: true } } },
    { advice: 'set-clock' },
  ],
  [
    'clock',
    { terminal: { ...terminal, clock: { ...terminal.clock, leaseEnds: before(1) } } },
    { advice: 'dock' },
  ],
  ['settings', { settingsProblem: 'settings-newer' }, { problem: 'settings-newer' }],
  ['settings', { settingsProblem: 'settings-damaged' }, { problem: 'settings-damaged' }],
])('%s needs attention, and says what to do', (id, change, said) => {
  expect(of(id, { ...good, ...change })).toMatchObject({ state: 'failed', ...said });
});

test('what is not known is neither in order nor wrong', () => {
  const blocked = { ...good, terminal: null, problem: 'keychain-absent' } as const;
  for (const id of ['store', 'log', 'scanner', 'clock'] as const) {
    expect(of(id, blocked)?.state).toBe('waiting');
  }
});

test('central is still being asked', () => {
  const asking = { state: 'asking', central: 'https://a.example' } as const;
  expect(of('central', { ...good, reach: asking })?.state).toBe('running');
});
