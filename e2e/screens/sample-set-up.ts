import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import type { problemCode } from '../../shared/terminal/problem.ts';
import { DEFAULT_SETTINGS } from '../../shared/terminal/settings/settings.ts';
import { bundleName, bundleText, makeBundle } from '../../shared/terminal/support/bundle.ts';
import { checksOf } from '../../shared/terminal/support/checks.ts';
import type { DiagnosticsReport } from '../../shared/terminal/support/report.ts';
import type { ItSettingsView, WipeView } from '../../shared/terminal/view/it-view.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { ScreenView } from '../../shared/terminal/view/view.ts';
import { sampleReport } from '../../shared/testing/sample-report.ts';

const CHECKS = [
  'language',
  'keychain',
  'store',
  'clock',
  'scanner',
  'scanner-test',
  'enrolment',
  'first-dock',
] as const;
const setup = (
  reached: number,
  problem: (typeof problemCode.options)[number] | null = null,
): ScreenView => ({
  name: 'setup',
  checks: CHECKS.map((id, index) => ({
    id,
    state:
      index < reached
        ? 'done'
        : index > reached
          ? 'waiting'
          : problem === null
            ? 'running'
            : 'failed',
    problem: index === reached ? problem : null,
  })),
  fingerprint: reached < 1 ? null : 'x7Qd92Mx4Tz8A3bcV5wn6R0pQ1k-Zt_8Yv3nB2mL7sD',
});

const report = sampleReport();
const diagnostics = (of: Partial<DiagnosticsReport> = {}): ScreenView => {
  const shown = { ...report, ...of };
  return { name: 'diagnostics', report: shown, checks: checksOf(shown) };
};
const itSettings: ItSettingsView = {
  name: 'settings',
  settings: { scanner: '/dev/ttyACM0', kiosk: false },
  problem: null,
  ports: ['/dev/ttyACM0', '/dev/serial/by-id/usb-Honeywell_Imaging_and_Mobility_1902'],
  inKiosk: true,
  enrolled: true,
  mayRestart: true,
};
const wipe: WipeView = {
  name: 'wipe',
  stage: 'confirm',
  waiting: 0,
  words: 'WIPE',
  loses: null,
  problem: null,
  begun: false,
};
const bundle = makeBundle({
  report,
  settings: DEFAULT_SETTINGS,
  itSettings: itSettings.settings,
  policy: DEFAULT_POLICY,
  crashes: [],
  lines: ['{"at":"2026-11-24T10:00:00.000Z","event":"start","version":"0.1.0"}'],
  now: report.at,
});
const reading = (profile: string, speed: number | null, text: string): ScannerReading => ({
  port: '/dev/ttyACM0',
  profile,
  speed,
  bytes: [...new TextEncoder().encode(`]Q1${text}\r`)],
  length: text.length + 4,
  scan: { symbology: ']Q1', payload: [...new TextEncoder().encode(text)] },
  timing: { tookMs: 12, longestGapMs: 3 },
});

/** What a scanner typed that plays a keyboard. */
const typedReading = (text: string): ScannerReading => ({
  ...reading('keyboard', null, text),
  port: null,
  bytes: [...new TextEncoder().encode(text)],
  length: text.length,
  scan: { symbology: null, payload: [...new TextEncoder().encode(text)] },
  timing: null,
});

/** What IT sees, and who sets a terminal up. */
export const SET_UP = {
  'setup-first': setup(1),
  'setup-clock': setup(3, 'clock-not-set'),
  'setup-scanner': setup(4, 'scanner-not-permitted'),
  'setup-enrol': setup(6),
  'setup-token-used': setup(6, 'enrolment-token-used'),
  'setup-dock': setup(7),
  'setup-done': setup(8),
  'scanner-test': { name: 'scanner-test', reading: null },
  'scanner-test-read': {
    name: 'scanner-test',
    reading: reading('honeywell', null, 'KS1/4F7KQ2/K7QD92MX4T'),
  },
  'scanner-test-long': {
    name: 'scanner-test',
    reading: reading('generic', 115_200, 'Straße '.repeat(60)),
  },
  'scanner-test-noise': {
    name: 'scanner-test',
    reading: { ...reading('zebra-ssi', null, 'x'), scan: null },
  },
  'scanner-test-keyboard': { name: 'scanner-test', reading: typedReading('340123450000000017') },
  'scanner-test-layout': {
    name: 'scanner-test',
    reading: typedReading('+C100340123450000000031'),
  },
  'it-diagnostics': diagnostics(),
  'it-diagnostics-attention': diagnostics({
    terminal: null,
    problem: 'store-damaged',
    settingsProblem: 'settings-newer',
    machine: { ...report.machine, disk: { free: 120_000_000, size: 64_000_000_000 } },
    reach: { state: 'not-enrolled' },
  }),
  'it-diagnostics-first': { name: 'diagnostics', report: null, checks: [] },
  'it-support': {
    name: 'support',
    file: bundleName(bundle),
    text: bundleText(bundle),
    save: { state: 'ready' },
  },
  'it-support-saved': {
    name: 'support',
    file: bundleName(bundle),
    text: bundleText(bundle),
    save: { state: 'saved', folder: '/media/it/KERBSIDE' },
  },
  'it-settings': itSettings,
  'it-settings-newer': {
    ...itSettings,
    problem: 'settings-newer',
    enrolled: false,
    inKiosk: false,
  },
  'it-restart': { name: 'restart', stage: 'confirm' },
  'it-restart-at-door': { name: 'restart', stage: 'at-door' },
  'it-restart-working': { name: 'restart', stage: 'working' },
  'it-wipe': { ...wipe, waiting: 13 },
  'it-wipe-loss': { ...wipe, loses: 13, words: 'WIPE 13', problem: 'central-unreachable' },
  'it-wipe-working': { ...wipe, stage: 'working' },
} satisfies Record<string, ScreenView>;
