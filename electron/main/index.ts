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
import { bareView, compose, newProfileId, type RunningTerminal } from './compose.ts';
import { openProfile, type Profile } from './profile.ts';
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
  const profile = tryOpenProfile(folder);
  app.setPath('userData', join(folder, 'electron'));
  app.setPath('crashDumps', join(folder, 'electron', 'crashes'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  declareAppProtocol();
  await app.whenReady();

  const diagnostics = openDiagnostics(folder);
  diagnostics('start', { version: app.getVersion(), electron: process.versions.electron ?? '' });
  const testOnly = Number.parseInt(process.versions.electron ?? '0', 10) < DECLARED_ELECTRON;
  serveAppProtocol(join(outFolder, 'renderer'));
  const window = openWindow(outFolder, testOnly ? 'Kerbside TEST ONLY' : 'Kerbside');
  app.on('second-instance', () => window.focus());

  const settings = openSettings(folder);
  const show = (view: UnsentView): void =>
    window.show({ ...view, settings: { chosen: settings.current(), problem: settings.problem() } });
  let terminal: RunningTerminal | null = null;
  let fallback = bareView({ name: 'starting' }, testOnly);
  let planned = false;
  const refresh = (): void => {
    // Changes of one turn are shown as one.
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      try {
        show(terminal?.view() ?? fallback);
      } catch {
        block('store-damaged');
      }
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
