import { type FindingCode, findingCode } from '../../shared/protocol/api/terminal.ts';
import { routeId, sequence } from '../../shared/protocol/ids.ts';
import { dayOf } from '../../shared/protocol/time/zoned-day.ts';
import type { SignInRefusal } from '../../shared/terminal/sign-in.ts';
import type { DockView, FindingView } from '../../shared/terminal/view/dock-view.ts';
import type { HistoryRow, HistoryView } from '../../shared/terminal/view/history-view.ts';
import type {
  RouteView,
  ScreenView,
  SignInView,
  StopView,
} from '../../shared/terminal/view/view.ts';
import { at, done, lindenweg, long, stops, usual } from './sample-stops.ts';

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
  enrolled: null,
  findings: NO_FINDINGS,
  ...more,
});
const docked = (more: Partial<DockView> = {}): DockView => dock('done', 47, 21, more);

/** Sign-in, the route and what came of it, the dock. */
export const DAY = {
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
  'dock-reaching': dock('reaching', 0, 0),
  'dock-handing-in': dock('handing-in', 35, 0),
  'dock-again': dock('reaching', 44, 0, { again: true }),
  'dock-done': docked(),
  'dock-no-route': docked({ stops: 0, route: null, driver: null }),
  'dock-enrolled': docked({
    stops: 0,
    route: null,
    driver: null,
    enrolled: { depot: 'Berlin-Schöneberg Nord', fingerprint: 'N743 28XZ E7AF E5BS VGAV D86N' },
  }),
  'dock-update-ready': docked({ update: { state: 'ready', version: '1.24.10' } }),
  'dock-update-refused': docked({ update: { state: 'refused' } }),
  'dock-failed': dock('failed', 35, 0, {
    problem: 'central-unreachable',
    retryAt: at(0, 18, 5),
  }),
  'dock-refused': dock('failed', 35, 0, { problem: 'hand-in-refused' }),
  'dock-findings': docked({ findings: { total: FINDINGS.length, shown: FINDINGS } }),
} satisfies Record<string, ScreenView>;
