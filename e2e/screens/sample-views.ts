import { problemCode } from '../../shared/terminal/problem.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/terminal/settings/settings.ts';
import type {
  NoticeView,
  ScreenView,
  SettingsView,
  StatusView,
  View,
} from '../../shared/terminal/view/view.ts';
import { DAY } from './sample-day.ts';
import { DOORS } from './sample-doors.ts';
import { INSTRUCTED } from './sample-instructions.ts';
import { SET_UP } from './sample-set-up.ts';
import { at, soon } from './sample-stops.ts';
import { VERDICTS } from './sample-verdicts.ts';

/** Every screen in every state that looks different, by the name of its picture. */
export const SCREENS = {
  starting: { name: 'starting' },
  ...SET_UP,
  ...DAY,
  ...DOORS,
  ...INSTRUCTED,
  ...VERDICTS,
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
