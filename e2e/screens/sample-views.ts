import { type FindingCode, findingCode } from '../../shared/protocol/api/terminal.ts';
import {
  type DeliveryId,
  deliveryId,
  type Instant,
  instant,
  parcelLabel,
  routeId,
  sequence,
  shortId,
} from '../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type {
  ExceptionOutcome,
  Particulars,
  Recipient,
  Strokes,
} from '../../shared/protocol/outcome.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { dayOf } from '../../shared/protocol/time/zoned-day.ts';
import type { Purpose, Refusal, Unlisted } from '../../shared/protocol/verdict.ts';
import type { DraftKind } from '../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../shared/terminal/door/exception-draft.ts';
import { beginHandOver } from '../../shared/terminal/door/hand-over-draft.ts';
import { problemCode } from '../../shared/terminal/problem.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/terminal/settings/settings.ts';
import type { SignInRefusal } from '../../shared/terminal/sign-in.ts';
import { bundleName, bundleText, makeBundle } from '../../shared/terminal/support/bundle.ts';
import { checksOf } from '../../shared/terminal/support/checks.ts';
import type { DiagnosticsReport } from '../../shared/terminal/support/report.ts';
import type { DockView, FindingView } from '../../shared/terminal/view/dock-view.ts';
import type { HistoryRow, HistoryView } from '../../shared/terminal/view/history-view.ts';
import type { ItSettingsView, WipeView } from '../../shared/terminal/view/it-view.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type {
  DoorView,
  NoticeView,
  RouteView,
  ScreenView,
  SettingsView,
  SignInView,
  StatusView,
  StopView,
  VerdictView,
  View,
} from '../../shared/terminal/view/view.ts';
import { sampleReport } from '../../shared/testing/sample-report.ts';

const at = (days: number, hour: number, minute: number) => {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return instant.parse(day.setHours(hour, minute, 0, 0));
};

const soon = (minutes: number) => instant.parse(Date.now() + minutes * 60_000);

export const delivery = (position: number): DeliveryId =>
  deliveryId.parse(`00000000-0000-4000-8000-${String(position).padStart(12, '0')}`);

/** `kept`: so many of the last ones stay with the driver. */
const parcels = (position: number, count: number, scanned: number, kept = 0) =>
  Array.from({ length: count }, (_, index) => ({
    label: parcelLabel.parse(`00340434161094${String(position * 100 + index).padStart(6, '0')}`),
    scanned: index < scanned,
    kept: index >= count - kept,
  }));

const stop = (
  position: number,
  address: readonly string[],
  customer: string,
  count: number,
  more: Partial<StopView> = {},
): StopView => ({
  delivery: delivery(position),
  shortId: shortId.parse(`K7Q${String(position).padStart(3, '0')}`),
  position,
  customer,
  address,
  arrival: at(0, 9 + Math.floor((position % 60) / 6), (position * 10) % 60),
  state: 'open',
  handedOverAt: null,
  exception: null,
  parcels: parcels(position, count, 0),
  ...more,
});

const exception = (outcome: ExceptionOutcome) =>
  ({ state: 'exception', exception: outcome }) as const;
const done = { state: 'handed-over', handedOverAt: at(0, 10, 52) } as const;
const usual = stop(10, ['Bergmannstraße 27', '10961 Berlin'], 'R. Okafor', 2, {
  state: 'next',
  parcels: parcels(10, 2, 1),
});
const lindenweg = stop(9, ['Lindenweg 3', '10961 Berlin'], 'A. Petrenko', 1, done);
/** As long as addresses and names get, with more parcels than there is room for. */
const long = stop(
  128,
  ['Karl-Friedrich-Schinkel-Straße 127a', '3rd floor, second door on the left', '10961 Berlin'],
  'Dr. Aleksandra Wiśniewska-Kowalczyk',
  14,
  { parcels: parcels(128, 14, 6) },
);
const usualPart: StopView = { ...usual, parcels: parcels(10, 2, 1, 1) };
const longPart: StopView = { ...long, parcels: parcels(128, 14, 6, 3) };

export const NEIGHBOUR: Recipient = { to: 'neighbour', who: 'Müller, 12' };
const SAFE_PLACE: Recipient = { to: 'safe-place', where: 'Garage' };
/** As long as a name and a place may be. */
const LONG_NEIGHBOUR: Recipient = {
  to: 'neighbour',
  who: 'Familie Müller-Lüdenscheidt, Hinterhaus rechts, vierter Stock, zweite Klingel li',
};
const LONG_PLACE: Recipient = {
  to: 'safe-place',
  where: 'Im Fahrradschuppen links hinter dem Haus, unter der blauen Plane neben der Tonne',
};
export const SIGNED: Strokes = [
  [
    [120, 300],
    [180, 140],
    [240, 320],
    [300, 180],
    [360, 310],
    [600, 240],
  ],
  [[660, 300]],
];
const saidOf = (stop: StopView, more: Partial<Particulars>): Particulars => ({
  ...NOTHING_PARTICULAR,
  kept: stop.parcels.filter(({ kept }) => kept).map(({ label }) => label),
  ...more,
});

const stops: readonly StopView[] = [
  stop(7, ['Am Tempelhof 8'], 'J. Wiśniewska', 1, done),
  stop(8, ['Fidicinstraße 40'], 'M. Haddad', 1, exception('nobody-home')),
  lindenweg,
  usual,
  stop(11, ['Bergmannstraße 31b'], 'Café Sonne', 5),
  stop(12, ['Chamissoplatz 2'], 'A. Lindqvist', 3, { state: 'locked' }),
  long,
  stop(14, ['Arndtstraße 11'], 'Ł. Żółtowski', 1, exception('refused-by-customer')),
  stop(15, ['Willibald-Alexis-Straße 5'], 'S. Ó Briain', 2),
];

const door = (
  entry: DoorView['entry'],
  of: StopView = usual,
  asks: Purpose = 'hand-over',
): DoorView => ({
  name: 'door',
  stop: of,
  entry,
  asks,
  elsewhere: null,
  form: 'code',
  question: null,
  particulars: NOTHING_PARTICULAR,
  locked: null,
  asked: null,
  draft: null,
  edits: 0,
});
/** What is asked at a door before the code is judged. */
const unscanned = (of: StopView, more: Partial<DoorView['asked']> = {}): DoorView => ({
  ...door('ready', of),
  asked: {
    name: 'unscanned',
    labels: of.parcels.filter(({ scanned }) => !scanned).map(({ label }) => label),
    mayHandOver: true,
    mayKeep: true,
    ...more,
  } as DoorView['asked'],
});
const unfinished = (of: DraftKind): DoorView => ({
  ...door('ready'),
  asked: { name: 'unfinished', of },
});
const token = (
  digits: number,
  question: string | null,
  entry: DoorView['entry'] = 'ready',
  of: StopView = usual,
): DoorView => ({ ...door(entry, of), form: { digits }, question });

const accepted = (
  of: StopView | null,
  by: Purpose = 'hand-over',
  recipient: Recipient = { to: 'customer' },
  unlisted: Unlisted | null = null,
): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: of,
  waiting: 0,
  verdict: { result: 'accepted', by, unlisted, recipient },
});
const passOf = (name: string, address: string, count: number): Unlisted => ({
  delivery: delivery(99),
  reference: 'ORD-2031-7',
  name,
  address,
  parcels: count,
});
const MAY_OVERRIDE: ReadonlySet<Refusal['reason']> = new Set([
  'wrong-code',
  'locked',
  'expired',
  'not-yet-valid',
  'clock-untrusted',
]);
type Calm = { readonly justNow?: boolean; readonly waitUntil?: Instant };
const refused = (
  refusal: Refusal,
  more: Partial<VerdictView> = {},
  byYou = true,
  { justNow = false, waitUntil }: Calm = {},
): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: usual,
  waiting: 0,
  ...more,
  verdict: {
    result: 'refused',
    refusal,
    otherStop: refusal.reason === 'wrong-customer' ? lindenweg : null,
    byYou,
    justNow,
    waitUntil: waitUntil ?? null,
    mayOverride: MAY_OVERRIDE.has(refusal.reason),
  },
});

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

const ROUTE = routeId.parse('00000000-0000-4000-8000-000000000014');
const route = (shown: readonly StopView[], over: number): RouteView => ({
  name: 'route',
  id: ROUTE,
  route: '14',
  day: dayOf(Date.now(), 'UTC'),
  routes: [{ id: ROUTE, name: '14', day: dayOf(Date.now(), 'UTC'), left: shown.length - over }],
  signedIn: null,
  stops: shown,
  from: 0,
  matching: shown.length,
  total: shown.length,
  done: over,
  next: shown.find(({ state }) => state === 'next') ?? null,
  filter: 'all',
  search: '',
});

const rowOf = (number: number, of: StopView | null, what: HistoryRow['what']): HistoryRow => ({
  sequence: sequence.parse(number),
  at: at(0, 12, number),
  stop:
    of === null
      ? null
      : { position: of.position, street: of.address[0] ?? '', customer: of.customer },
  what,
});
const history = (rows: readonly HistoryRow[]): HistoryView => ({
  name: 'history',
  rows,
  from: 0,
  total: rows.length,
});
const HISTORY: readonly HistoryRow[] = [
  rowOf(49, long, { kind: 'exception', outcome: 'nobody-home', undone: false, mayUndo: true }),
  rowOf(48, usual, { kind: 'refused', reason: 'wrong-code', count: 3 }),
  rowOf(44, lindenweg, { kind: 'accepted', by: 'hand-over' }),
  rowOf(43, null, { kind: 'refused', reason: 'unknown-delivery', count: 1 }),
  rowOf(42, long, { kind: 'exception', outcome: 'wrong-address', undone: true, mayUndo: false }),
  rowOf(40, long, { kind: 'accepted', by: 'override' }),
  rowOf(39, usual, { kind: 'refused', reason: 'not-for-this-terminal', count: 12 }),
];

const signIn = (refused: SignInRefusal | null = null): SignInView => ({
  name: 'sign-in',
  checking: false,
  refused,
  refusals: refused === null ? 0 : 1,
});

const driver = { by: null };
const nextRoute = {
  route: '14 Kreuzberg Süd',
  day: dayOf(Date.now() + 86_400_000, 'UTC'),
  driver: 'Aleksandra Wiśniewska',
};

const NO_FINDINGS: DockView['findings'] = { total: 0, shown: [] };
const finding = (number: number, code: FindingCode, of: StopView | null): FindingView => ({
  sequence: sequence.parse(number),
  code,
  at: at(0, 12, number),
  stop:
    of === null ? null : (rowOf(number, of, { kind: 'accepted', by: 'hand-over' }).stop ?? null),
});
const FINDINGS: readonly FindingView[] = findingCode.options.map((code, i) =>
  finding(i + 1, code, [usual, long, null][i % 3] ?? null),
);

/** A docking with so many of its 47 entries handed in and of its 21 stops pulled. */
const dock = (
  phase: DockView['phase'],
  handedIn: number,
  pulled: number,
  more: Partial<DockView> = {},
): DockView => ({
  name: 'dock',
  phase,
  handedIn: { done: handedIn, total: 47 },
  // Central says how many there are once it has been reached.
  pulled: { done: pulled, total: phase === 'reaching' ? 0 : 21 },
  notSent: 47 - handedIn,
  again: false,
  problem: null,
  retryAt: null,
  stops: pulled,
  ...nextRoute,
  update: null,
  findings: NO_FINDINGS,
  ...more,
});
const docked = (more: Partial<DockView> = {}): DockView => dock('done', 47, 21, more);

/** Every screen in every state that looks different, by the name of its picture. */
export const SCREENS = {
  starting: { name: 'starting' },
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
  'sign-in': signIn(),
  'sign-in-checking': { ...signIn(), checking: true },
  'sign-in-unknown-badge': signIn({ reason: 'unknown-badge' }),
  'sign-in-removed': signIn({ reason: 'removed' }),
  'sign-in-not-a-driver': signIn({ reason: 'not-a-driver' }),
  'sign-in-first': signIn({ reason: 'no-badge' }),
  'sign-in-wrong-pin': signIn({ reason: 'wrong-pin', attemptsLeft: 3 }),
  'sign-in-locked': signIn({ reason: 'pin-locked', until: null }),
  'sign-in-locked-until': signIn({ reason: 'pin-locked', until: at(1, 8, 0) }),
  'sign-in-full': signIn({ reason: 'not-recorded', problem: 'store-full' }),
  route: route(stops, 3),
  'route-signed-in': { ...route(stops, 3), signedIn: 'Dr. Aleksandra Wiśniewska-Kowalczyk' },
  'route-middle': { ...route(stops, 4_012), from: 4_010, matching: 9_998, total: 9_998 },
  'route-search': { ...route(stops.slice(0, 2), 3), search: 'BERG 27', matching: 2, total: 9 },
  'route-search-none': { ...route([], 3), search: 'QQQ', total: 9, next: usual },
  'route-empty': { ...route([], 0), id: null, route: null, day: null, routes: [] },
  'route-done': route(
    stops.map((each) => ({ ...each, ...done })),
    stops.length,
  ),
  history: history(HISTORY),
  'history-older': { ...history(HISTORY), from: 40, total: 90 },
  'history-none': history([]),
  door: door('ready'),
  'door-long': door('ready', long),
  'door-mistyped': door('mistyped'),
  'door-mistyped-long': door('mistyped', long),
  'door-verifying': door('verifying'),
  'door-wait': { ...door('ready'), locked: { until: soon(0.5) } },
  'door-wait-long': { ...door('ready', long), locked: { until: soon(59) } },
  'door-locked': { ...door('ready'), locked: { until: null } },
  'door-unscanned': unscanned(usual),
  'door-unscanned-one': unscanned(lindenweg, { mayKeep: false }),
  'door-unscanned-long': unscanned(long),
  'door-unscanned-refused': unscanned(long, { mayHandOver: false }),
  'door-unscanned-refused-all': unscanned(usual, { mayHandOver: false, mayKeep: false }),
  'door-unfinished': unfinished('hand-over'),
  'door-unfinished-exception': unfinished('exception'),
  'door-draft': {
    ...door('ready'),
    edits: 3,
    draft: {
      shown: 'hand-over',
      exception: NO_EXCEPTION,
      handOver: {
        ...beginHandOver(NOTHING_PARTICULAR),
        step: 'details',
        to: 'neighbour',
        who: NEIGHBOUR.to === 'neighbour' ? NEIGHBOUR.who : '',
      },
    },
  },
  'door-said': {
    ...door('ready', usualPart),
    particulars: saidOf(usualPart, { recipient: NEIGHBOUR }),
  },
  'door-said-all': {
    ...door('ready', usualPart),
    particulars: saidOf(usualPart, { recipient: SAFE_PLACE, note: 'Key', strokes: SIGNED }),
  },
  'door-said-long': {
    ...door('ready', longPart),
    particulars: saidOf(longPart, { recipient: LONG_NEIGHBOUR, note: 'Key', strokes: SIGNED }),
  },
  'door-elsewhere': { ...door('ready'), elsewhere: lindenweg },
  'door-elsewhere-long': { ...door('ready', long), elsewhere: longPart },
  'door-token': token(6, null),
  'door-token-verifying': token(6, null, 'verifying'),
  'door-token-question': token(6, '73918264'),
  'door-token-question-long': token(10, 'K7QD92MX47AB', 'ready', long),
  'door-token-question-longest': token(8, '7391826473918264', 'ready', usual),
  'door-token-mistyped': token(8, '73918264', 'mistyped'),
  'door-token-said': {
    ...token(8, '73918264', 'ready', usualPart),
    particulars: saidOf(usualPart, { recipient: NEIGHBOUR }),
  },
  'door-override': door('ready', usual, 'override'),
  'door-override-long': door('ready', long, 'override'),
  'door-override-mistyped': door('mistyped', usual, 'override'),
  'door-override-verifying': door('verifying', usual, 'override'),
  accepted: accepted(usual),
  'accepted-by-override': accepted(usual, 'override'),
  'accepted-by-override-long': accepted(long, 'override'),
  'accepted-long': accepted(long),
  'accepted-neighbour': accepted(usualPart, 'hand-over', NEIGHBOUR),
  'accepted-safe-place': accepted(usual, 'hand-over', SAFE_PLACE),
  'accepted-part': accepted(longPart),
  'accepted-neighbour-long': accepted(longPart, 'override', LONG_NEIGHBOUR),
  'accepted-safe-place-long': accepted(longPart, 'override', LONG_PLACE),
  'accepted-unlisted': accepted(
    null,
    'hand-over',
    { to: 'customer' },
    passOf('H. Yıldız', 'Gneisenaustraße 104, 10961 Berlin', 2),
  ),
  'accepted-unlisted-long': accepted(
    null,
    'hand-over',
    { to: 'customer' },
    passOf(
      'Dr. Aleksandra Wiśniewska-Kowalczyk',
      'Karl-Friedrich-Schinkel-Straße 127a, 3rd floor, second door on the left, 10961 Berlin',
      14,
    ),
  ),
  'refused-mistyped': refused({ reason: 'mistyped' }),
  'refused-unreadable': refused({ reason: 'unreadable' }, { stop: null }),
  'refused-unknown-delivery': refused({ reason: 'unknown-delivery' }, { stop: null }),
  'refused-wrong-customer': refused({ reason: 'wrong-customer', other: delivery(9) }),
  'refused-wrong-customer-long': refused(
    { reason: 'wrong-customer', other: delivery(9) },
    { stop: long },
  ),
  'refused-wrong-code': refused({ reason: 'wrong-code', attemptsLeft: 3 }),
  'refused-wrong-code-wait': refused(
    { reason: 'wrong-code', attemptsLeft: 3 },
    { waiting: 1 },
    true,
    { waitUntil: soon(5) },
  ),
  'refused-older-code': refused({ reason: 'older-code' }),
  'refused-just-now': refused({ reason: 'already-used', at: at(0, 14, 2), ...driver }, {}, true, {
    justNow: true,
  }),
  'refused-wrong-code-last': refused({ reason: 'wrong-code', attemptsLeft: 0 }),
  'refused-already-used': refused({ reason: 'already-used', at: at(0, 14, 2), ...driver }),
  'refused-already-used-long': refused(
    { reason: 'already-used', at: at(-12, 14, 2), ...driver },
    { stop: long },
    false,
  ),
  'refused-already-used-token': refused({ reason: 'already-used', at: null, ...driver }),
  'refused-not-yet-valid': refused({ reason: 'not-yet-valid', from: at(1, 8, 0) }),
  'refused-expired': refused({ reason: 'expired', since: at(-1, 18, 0) }),
  'refused-locked': refused({ reason: 'locked', until: null }),
  'refused-locked-until': refused({ reason: 'locked', until: soon(12) }),
  'refused-locked-long': refused({ reason: 'locked', until: at(1, 0, 59) }, { stop: long }),
  'refused-revoked': refused({ reason: 'revoked' }),
  'refused-clock-untrusted': refused({ reason: 'clock-untrusted' }),
  'refused-lease-ended': refused({ reason: 'lease-ended', since: at(-1, 6, 30) }),
  'refused-store-rolled-back': refused({ reason: 'store-rolled-back' }),
  'refused-not-for-this-terminal': refused({ reason: 'not-for-this-terminal' }, { stop: long }),
  'dock-reaching': dock('reaching', 0, 0),
  'dock-handing-in': dock('handing-in', 35, 0),
  'dock-again': dock('reaching', 44, 0, { again: true }),
  'dock-done': docked(),
  'dock-no-route': docked({ stops: 0, route: null, driver: null }),
  'dock-update-ready': docked({ update: { state: 'ready', version: '1.24.10' } }),
  'dock-update-refused': docked({ update: { state: 'refused' } }),
  'dock-failed': dock('failed', 35, 0, {
    problem: 'central-unreachable',
    retryAt: at(0, 18, 5),
  }),
  'dock-refused': dock('failed', 35, 0, { problem: 'hand-in-refused' }),
  'dock-findings': docked({ findings: { total: FINDINGS.length, shown: FINDINGS } }),
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
  'it-wipe': { ...wipe, waiting: 13 },
  'it-wipe-loss': { ...wipe, loses: 13, words: 'WIPE 13', problem: 'central-unreachable' },
  'it-wipe-working': { ...wipe, stage: 'working' },
} satisfies Record<string, ScreenView>;

/** The blocked screen of each problem: their sentences are of very different lengths. */
export const BLOCKED: Readonly<Record<string, ScreenView>> = Object.fromEntries(
  problemCode.options.map((problem) => [`blocked-${problem}`, { name: 'blocked', problem }]),
);

const status: StatusView = {
  network: 'offline',
  waiting: { entries: 13, since: at(0, 9, 14) },
  scanner: 'connected',
  scannerProblem: null,
  leaseEnds: soon(31 * 60 + 30),
  clockWrong: false,
};
const gone = { scanner: 'problem', scannerProblem: 'scanner-failed' } as const;

/** Every line of the terminal's state that takes a room of its own, by the name of its picture. */
export const STATUSES: Readonly<Record<string, StatusView>> = {
  calm: { ...status, waiting: { entries: 1240, since: at(-9, 9, 14) }, leaseEnds: soon(72 * 60) },
  docked: { ...status, network: 'docked', waiting: { entries: 0, since: null } },
  'never-docked': { ...status, leaseEnds: null },
  'lease-low': { ...status, leaseEnds: soon(119) },
  'lease-over': { ...status, leaseEnds: soon(-30) },
  'clock-wrong': { ...status, clockWrong: true },
  'scanner-gone': { ...status, ...gone },
  'clock-and-scanner': { ...status, ...gone, clockWrong: true, leaseEnds: soon(72 * 60) },
  'lease-and-clock': { ...status, clockWrong: true, leaseEnds: soon(119) },
  everything: {
    ...status,
    ...gone,
    waiting: { entries: 1240, since: at(-9, 9, 14) },
    leaseEnds: soon(-30),
    clockWrong: true,
  },
};

/** Each line that is said for a moment in place of the one on top. */
export const NOTICES: Readonly<Record<string, NoticeView>> = {
  foreign: { id: 1, says: 'foreign' },
  'open-first': { id: 2, says: 'open-first' },
  wait: { id: 3, says: 'wait', until: soon(1) },
  'wait-long': { id: 4, says: 'wait', until: soon(59) },
};

/** As on a terminal on which nobody has chosen. */
const settings: SettingsView = { chosen: DEFAULT_SETTINGS, problem: null };

let revision = 0;

/** A whole view of one screen, on a handheld of a registry-only build that has work to hand in. */
export const viewOf = (screen: ScreenView, chosen: Partial<Settings> = {}): View => ({
  revision: ++revision,
  testOnly: true,
  notice: null,
  settings: { ...settings, chosen: { ...settings.chosen, ...chosen } },
  status,
  depot: {
    timeZone: null,
    dispatcherPhone: '+493012345678',
    terminalName: 'Handheld 7',
  },
  screen,
});
