import { app, net, powerMonitor, session } from 'electron';
import { err, type Result } from '../../shared/result.ts';
import { mayPass, retryAfterMs } from '../../shared/terminal/may-pass.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import { NO_DEPOT, type ScreenView, type UnsentView } from '../../shared/terminal/view/view.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import { makeStation, type Station } from '../app/station.ts';
import type { Answering } from '../ipc/register.ts';
import type { LastingKeychain } from '../keychain/lasting-keychain.ts';
import { nextTurn } from '../next-turn.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { RunningTerminal } from './compose.ts';
import { composeDesk } from './compose-desk.ts';
import { makeEnding } from './ending.ts';
import { holdProfile, type ProfileHold } from './hold-profile.ts';
import { makeDisplayKeeper } from './kiosk.ts';
import { beginErasing, erasingIn, type Profile, tryOpenProfile } from './profile.ts';
import { readReleaseSource } from './release-source.ts';
import { makeRestart } from './restart.ts';
import type { Window } from './window.ts';

type Parts = {
  readonly folder: string;
  readonly appFolder: string;
  readonly profile: Result<Profile, ProblemCode>;
  readonly settings: SettingsFile;
  /** Serial paths that stand in place of the settings'. */
  readonly scanners: readonly string[] | null;
  readonly testOnly: boolean;
  readonly window: Window;
  readonly diagnostics: Diagnostics;
};

/** How long the window has to draw what it was sent before the store is held against its log. */
const CHECK_AFTER_MS = 300;

/** A terminal that opens within this time is the first thing that is shown: no words before it. */
const STARTING_AFTER_MS = 250;

/** What is shown while there is no terminal to ask. */
export const bareView = (screen: ScreenView, testOnly: boolean): UnsentView => ({
  status: {
    network: 'offline',
    waiting: { entries: 0, since: null },
    scanner: 'searching',
    scannerProblem: null,
    leaseEnds: null,
    clockWrong: false,
  },
  notice: null,
  depot: NO_DEPOT,
  screen,
  testOnly,
});

/**
 * Runs the terminal behind a window until the app ends: one that is wiped is followed by a new one,
 * and one that cannot be opened by the problem that a person has to solve. Gives who answers the
 * window; the terminal itself is still opening then.
 */
export const runTerminal = (parts: Parts): Answering => {
  const { folder, appFolder, settings, testOnly, window, diagnostics } = parts;
  diagnostics('start', { version: app.getVersion(), electron: process.versions.electron ?? '' });
  if (settings.problem() !== null) {
    diagnostics('settings-refused', { problem: settings.problem() });
  }
  const scanners = (): readonly string[] => {
    const chosen = settings.it().scanner;
    return parts.scanners ?? (chosen === null ? [] : [chosen]);
  };
  let { profile } = parts;
  const keepDisplay = makeDisplayKeeper();

  let terminal: RunningTerminal | null = null;
  let fallback = bareView({ name: 'starting' }, testOnly);
  let planned = false;
  let isAsked = false;
  /** The page has waited so long that it is told of a start. */
  let isLate = false;
  let keychain: LastingKeychain | null = null;
  let held: ProfileHold | null = null;
  /** The terminal before is closed, and its keychain at rest. */
  let closed: Promise<unknown> = Promise.resolve();
  let opening = false;
  let failures = 0;
  let nextTry: NodeJS.Timeout | null = null;
  /** Set while the window says that the terminal cannot go on. */
  let isBlocked = false;
  /** The terminal whose store is held against its log by now. */
  let checked: RunningTerminal | null = null;
  const seat = (next: RunningTerminal | null): void => {
    terminal = next;
    station.seat(next);
  };
  const show = (view: UnsentView): void => {
    window.show({ ...view, settings: { chosen: settings.current(), problem: settings.problem() } });
    keepDisplay(view.screen.name);
    // Not before whether there is a scanner is known, and shown: the driver would wait for it.
    const { scanner, scannerProblem } = view.status;
    if (terminal !== null && terminal !== checked && (scanner === 'connected' || scannerProblem)) {
      checked = terminal;
      setTimeout(() => void terminal?.check(), CHECK_AFTER_MS);
    }
  };
  const readView = (): UnsentView | null => {
    try {
      const view = terminal?.view() ?? fallback;
      const { screen } = view;
      // What may pass is tried anew from the start: everything is looked at again.
      if (terminal !== null && screen.name === 'blocked' && mayPass(screen.problem)) {
        block(screen.problem);
        return null;
      }
      return station.dress(view);
    } catch {
      block('store-damaged');
      return null;
    }
  };
  const refresh = (): void => {
    // Changes of one turn are shown as one; and a page that is there asks for the first.
    if (planned || !isAsked) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      const view = readView();
      if (view !== null && (view.screen.name !== 'starting' || isLate)) show(view);
    });
  };
  const becomeLate = (): void => {
    isLate = true;
    refresh();
  };
  const block = (problem: ProblemCode, again = mayPass(problem)): void => {
    // What fails while it is being said, or after, is nothing more to say.
    if (isBlocked) return;
    isBlocked = true;
    diagnostics('blocked', { problem });
    fallback = bareView({ name: 'blocked', problem }, testOnly);
    const running = terminal;
    seat(null);
    const before = closed;
    closed = before.then(() => running?.shutDown()).catch(() => undefined);
    show(station.dress(fallback));
    if (again && nextTry === null) {
      nextTry = setTimeout(() => void begin(), retryAfterMs(failures++));
    }
  };
  const findKeychain = async (): Promise<LastingKeychain> => {
    const { composeKeychain } = await import('./compose-keychain.ts');
    keychain ??= composeKeychain(appFolder);
    return keychain;
  };
  const open = async (found: Result<Profile, ProblemCode>): Promise<void> => {
    if (!found.ok) return block(found.error);
    const { readSecretsOf } = await import('./compose-secrets.ts');
    await nextTurn();
    const lasting = await findKeychain();
    await nextTurn();
    const holding = held === null ? holdProfile(found.value.id) : null;
    // Of the keys nothing stays in another process.
    const secrets = readSecretsOf(lasting, found.value).finally(lasting.forget);
    const { compose } = await import('./compose.ts');
    await nextTurn();
    const hold = await holding;
    if (hold !== null) {
      if (!hold.ok) return block(hold.error);
      held = hold.value;
    }
    const opened = await compose({
      profile: found.value,
      keychain: lasting,
      secrets,
      scanners: scanners(),
      appFolder,
      version: app.getVersion(),
      testOnly,
      diagnostics,
      releases: readReleaseSource(appFolder, process),
      changed: refresh,
      scanned: station.scanned,
      isOnline: () => net.isOnline(),
      // As the system has it for every browser: its settings, or the environment's.
      proxiesFor: (url) => session.defaultSession.resolveProxy(url),
    }).catch((error: unknown) => err(problemOf(error)));
    if (!opened.ok) return block(opened.error);
    failures = 0;
    isBlocked = false;
    seat(opened.value);
    opened.value.start();
    refresh();
  };
  /** Deletes what was begun to be deleted, and starts anew. */
  const startAnew = async (): Promise<void> => {
    const { finishErasing } = await import('./compose-secrets.ts');
    const erasing = finishErasing(await findKeychain(), folder);
    const erased = await erasing.catch((error: unknown) => err(problemOf(error)));
    // A file that is held, mostly: there is nothing else to do than to go on.
    if (!erased.ok) return block(erased.error, true);
    held?.release();
    held = null;
    settings.readAgain();
    profile = tryOpenProfile(folder);
    await open(profile);
  };
  /** Opens the terminal, or what could not be opened or had to be closed; one at a time. */
  const begin = async (): Promise<void> => {
    nextTry = null;
    if (opening) return;
    opening = true;
    await closed;
    isBlocked = false;
    if (!profile.ok) profile = tryOpenProfile(folder);
    await (erasingIn(folder) === null ? open(profile) : startAnew());
    opening = false;
  };
  const retry = (): boolean => {
    const { screen } = fallback;
    const passes = terminal === null && screen.name === 'blocked' && mayPass(screen.problem);
    if (!passes || nextTry === null) return false;
    clearTimeout(nextTry);
    nextTry = setTimeout(() => void begin(), 0);
    return true;
  };
  const desk = composeDesk({
    folder,
    version: app.getVersion(),
    settings,
    scanners,
    moveScanners: (paths) => terminal?.useScanners(paths),
    problem: () => (fallback.screen.name === 'blocked' ? fallback.screen.problem : null),
    chooseFolder: window.chooseFolder,
    kiosk: window.kiosk,
    restart: makeRestart(app, process.env['APPIMAGE']),
    changed: refresh,
    erase: async () => {
      const running = terminal;
      if (running === null || !profile.ok) return;
      fallback = bareView({ name: 'starting' }, testOnly);
      seat(null);
      beginErasing(profile.value);
      await running.shutDown();
      await startAnew();
    },
  });
  const station: Station = makeStation(desk);
  // Nothing that goes wrong may end in a dialog that a driver cannot answer.
  process.on('uncaughtException', (error) => block(problemOf(error)));
  process.on('unhandledRejection', (error) => block(problemOf(error)));
  powerMonitor.on('resume', () => terminal?.wake());
  app.on('window-all-closed', () => app.quit());
  const ending = makeEnding({
    running: () => terminal,
    leave: () => {
      if (nextTry !== null) clearTimeout(nextTry);
      if (terminal !== null) seat(null);
    },
    quit: () => app.quit(),
  });
  app.on('before-quit', ending.beforeQuit);
  window.onSessionEnd(ending.sessionEnd);

  void begin();
  return {
    station,
    refresh: () => {
      if (!isAsked) setTimeout(becomeLate, STARTING_AFTER_MS);
      isAsked = true;
      refresh();
    },
    retry,
    changeSettings: (chosen) => {
      settings.change(chosen);
      refresh();
    },
    diagnostics,
  };
};
