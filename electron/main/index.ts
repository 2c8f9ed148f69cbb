import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, ipcMain, net, powerMonitor } from 'electron';
import { z } from 'zod';
import type { UnsentView } from '../../shared/ipc/view.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ItDesk } from '../app/it-desk.ts';
import { openDiagnostics } from '../diagnostics/diagnostics.ts';
import { registerChannels } from '../ipc/register.ts';
import { openSettings } from '../settings/settings-file.ts';
import { declareAppProtocol, serveAppProtocol } from './app-protocol.ts';
import { isTestBuild } from './build-kind.ts';
import { bareView, compose, finishErasing, newProfileId, type RunningTerminal } from './compose.ts';
import { composeDesk } from './compose-desk.ts';
import { makeDisplayKeeper } from './kiosk.ts';
import { lockDown, lockDownChromium } from './lock-down.ts';
import { leaveMemoryOutOfDumps } from './no-core-dump.ts';
import { beginErasing, erasingIn, openProfile, type Profile } from './profile.ts';
import { refusedAtStart } from './refuse-driven.ts';
import { readReleaseSource } from './release-source.ts';
import { isKioskWanted } from './way-out.ts';
import { openWindow } from './window.ts';

const environment = z.object({
  KERBSIDE_PROFILE: z.string().min(1).optional(),
  KERBSIDE_SCANNER: z.string().min(1).optional(),
});

/** The Electron that the product is built for. On an older one it is for tests alone, and says so. */
const DECLARED_ELECTRON = 45;

const outFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const appFolder = resolve(outFolder, '..');

const tryOpenProfile = (folder: string): Result<Profile, ProblemCode> => {
  try {
    return ok(openProfile(folder, newProfileId));
  } catch (error) {
    return err(problemOf(error));
  }
};

const run = async (): Promise<void> => {
  const variables = environment.parse(process.env);
  const folder = resolve(variables.KERBSIDE_PROFILE ?? join(app.getPath('appData'), 'Kerbside'));
  const diagnostics = openDiagnostics(folder);
  const ofTests = isTestBuild(appFolder);
  // What is not packaged is a checkout, and its tests drive it.
  const isRelease = app.isPackaged && !ofTests;
  const refused = isRelease ? refusedAtStart(process.argv.slice(1), process.env) : null;
  if (refused !== null) {
    diagnostics('start-refused', { because: refused });
    process.stderr.write(
      `kerbside: not started, because of ${refused}: no other program may drive or look into a terminal in use. Start it without.\n`,
    );
    return app.exit(1);
  }
  leaveMemoryOutOfDumps();
  let profile = tryOpenProfile(folder);
  app.setPath('userData', join(folder, 'electron'));
  app.setPath('crashDumps', join(folder, 'electron', 'crashes'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  declareAppProtocol();
  lockDownChromium();
  await app.whenReady();

  diagnostics('start', { version: app.getVersion(), electron: process.versions.electron ?? '' });
  const electron = Number.parseInt(process.versions.electron ?? '0', 10);
  const testOnly = ofTests || electron < DECLARED_ELECTRON;
  serveAppProtocol(join(outFolder, 'renderer'));
  lockDown();
  const title = testOnly ? 'Kerbside TEST ONLY' : 'Kerbside';
  const settings = openSettings(folder);
  if (settings.problem() !== null) {
    diagnostics('settings-refused', { problem: settings.problem() });
  }
  const scanners = (): readonly string[] => {
    const chosen = settings.it().scanner;
    return variables.KERBSIDE_SCANNER?.split(',') ?? (chosen === null ? [] : [chosen]);
  };
  const kiosk = isKioskWanted({
    packaged: app.isPackaged,
    flag: app.commandLine.hasSwitch('kiosk'),
    setting: settings.it().kiosk,
  });
  const window = openWindow({ outFolder, title, noted: diagnostics, asKiosk: kiosk });
  const keepDisplay = makeDisplayKeeper();
  app.on('second-instance', () => window.focus());

  let terminal: RunningTerminal | null = null;
  let fallback = bareView({ name: 'starting' }, testOnly);
  let planned = false;
  let isAsked = false;
  const show = (view: UnsentView): void => {
    window.show({ ...view, settings: { chosen: settings.current(), problem: settings.problem() } });
    keepDisplay(view.screen.name);
  };
  const readView = (): UnsentView | null => {
    try {
      return desk.dress(terminal?.view() ?? fallback);
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
      if (view !== null) show(view);
    });
  };
  const block = (problem: ProblemCode): void => {
    diagnostics('blocked', { problem });
    fallback = bareView({ name: 'blocked', problem }, testOnly);
    const running = terminal;
    terminal = null;
    void running?.shutDown().catch(() => undefined);
    show(desk.dress(fallback));
  };
  const open = async (found: Result<Profile, ProblemCode>): Promise<void> => {
    if (!found.ok) return block(found.error);
    const opened = await compose({
      profile: found.value,
      scanners: scanners(),
      appFolder,
      testOnly,
      diagnostics,
      releases: readReleaseSource(appFolder, process),
      changed: refresh,
      atDesk: () => desk.isOpen(),
      itBadge: (staff) => desk.unlock(staff),
      isOnline: () => net.isOnline(),
    }).catch((error: unknown) => err(problemOf(error)));
    if (!opened.ok) return block(opened.error);
    terminal = opened.value;
    refresh();
  };
  /** Deletes what was begun to be deleted, and starts anew. */
  const startAnew = async (): Promise<void> => {
    const erased = await finishErasing(folder).catch((error: unknown) => err(problemOf(error)));
    if (!erased.ok) return block(erased.error);
    settings.readAgain();
    profile = tryOpenProfile(folder);
    await open(profile);
  };
  const desk: ItDesk = composeDesk({
    folder,
    version: app.getVersion(),
    settings,
    scanners,
    terminal: () => terminal,
    problem: () => (fallback.screen.name === 'blocked' ? fallback.screen.problem : null),
    chooseFolder: window.chooseFolder,
    kiosk: window.kiosk,
    changed: refresh,
    erase: async () => {
      const running = terminal;
      if (running === null || !profile.ok) return;
      fallback = bareView({ name: 'starting' }, testOnly);
      terminal = null;
      beginErasing(profile.value);
      await running.shutDown();
      await startAnew();
    },
  });
  // Nothing that goes wrong may end in a dialog that a driver cannot answer.
  process.on('uncaughtException', (error) => block(problemOf(error)));
  process.on('unhandledRejection', (error) => block(problemOf(error)));
  registerChannels({
    ipcMain,
    isOurs: window.isOurs,
    terminal: () => terminal,
    desk,
    refresh: () => {
      isAsked = true;
      refresh();
    },
    changeSettings: (chosen) => {
      settings.change(chosen);
      refresh();
    },
    diagnostics,
  });
  powerMonitor.on('resume', () => terminal?.wake());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    const running = terminal;
    if (running === null) return;
    event.preventDefault();
    terminal = null;
    void running.shutDown().finally(() => app.quit());
  });

  await (erasingIn(folder) === null ? open(profile) : startAnew());
};

run().catch((error: unknown) => {
  process.stderr.write(`kerbside: cannot start: ${error instanceof Error ? error.message : ''}\n`);
  app.exit(1);
});
