import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, ipcMain, powerMonitor } from 'electron';
import { z } from 'zod';
import type { UnsentView } from '../../shared/ipc/view.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { openDiagnostics } from '../diagnostics/diagnostics.ts';
import { registerChannels } from '../ipc/register.ts';
import { openSettings } from '../settings/settings-file.ts';
import { declareAppProtocol, serveAppProtocol } from './app-protocol.ts';
import { isTestBuild } from './build-kind.ts';
import { bareView, compose, newProfileId, type RunningTerminal } from './compose.ts';
import { lockDown, lockDownChromium } from './lock-down.ts';
import { leaveMemoryOutOfDumps } from './no-core-dump.ts';
import { openProfile, type Profile } from './profile.ts';
import { refusedAtStart } from './refuse-driven.ts';
import { readReleaseSource } from './release-source.ts';
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
  const profile = tryOpenProfile(folder);
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
  const window = openWindow({ outFolder, title, noted: diagnostics });
  app.on('second-instance', () => window.focus());

  const settings = openSettings(folder);
  const show = (view: UnsentView): void =>
    window.show({ ...view, settings: { chosen: settings.current(), problem: settings.problem() } });
  let terminal: RunningTerminal | null = null;
  let fallback = bareView({ name: 'starting' }, testOnly);
  let planned = false;
  const readView = (): UnsentView | null => {
    try {
      return terminal?.view() ?? fallback;
    } catch {
      block('store-damaged');
      return null;
    }
  };
  const refresh = (): void => {
    // Changes of one turn are shown as one.
    if (planned) return;
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
    show(fallback);
  };
  // Nothing that goes wrong may end in a dialog that a driver cannot answer.
  process.on('uncaughtException', (error) => block(problemOf(error)));
  process.on('unhandledRejection', (error) => block(problemOf(error)));
  registerChannels({
    ipcMain,
    isOurs: window.isOurs,
    terminal: () => terminal,
    refresh,
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

  if (!profile.ok) return block(profile.error);
  const opened = await compose({
    profile: profile.value,
    scanners: variables.KERBSIDE_SCANNER?.split(',') ?? [],
    appFolder,
    testOnly,
    diagnostics,
    releases: readReleaseSource(appFolder, process),
    changed: refresh,
  }).catch((error: unknown) => err(problemOf(error)));
  if (opened.ok) {
    terminal = opened.value;
    refresh();
  } else {
    block(opened.error);
  }
};

run().catch((error: unknown) => {
  process.stderr.write(`kerbside: cannot start: ${error instanceof Error ? error.message : ''}\n`);
  app.exit(1);
});
