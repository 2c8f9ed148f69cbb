// What a window needs, and no more: the rest is loaded while its page's process starts.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, ipcMain, Menu } from 'electron';
import { z } from 'zod';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import { openStandardError } from '../diagnostics/standard-error.ts';
import { registerChannels } from '../ipc/register.ts';
import { nextTurn } from '../next-turn.ts';
import { openSettings } from '../settings/settings-file.ts';
import { declareAppProtocol, serveAppProtocol } from './app-protocol.ts';
import { browserFolderOf } from './browser-folder.ts';
import { isTestBuild } from './build-kind.ts';
import { makeGiveUp } from './give-up.ts';
import { lockDown, lockDownChromium } from './lock-down.ts';
import { leaveMemoryOutOfDumps } from './no-core-dump.ts';
import { tryOpenProfile } from './profile.ts';
import { profileFolder } from './profile-folder.ts';
import { OWN_SWITCHES, refusedAtStart } from './refuse-driven.ts';
import { isKioskWanted } from './way-out.ts';
import { openWindow } from './window.ts';

const environment = z.object({
  KERBSIDE_PROFILE: z.string().min(1).optional(),
  KERBSIDE_SCANNER: z.string().min(1).optional(),
});

/** The Electron that the product is built for. On an older one it is for tests alone, and says so. */
const DECLARED_ELECTRON = 45;

/** What every start needs, in pieces that take a few milliseconds each. */
const LOADED_AT_A_START: readonly (() => Promise<unknown>)[] = [
  () => import('keytar'),
  () => import('better-sqlite3'),
  () => import('../../shared/protocol/log/entry.ts'),
  () => import('../../shared/protocol/crypto/keys.ts'),
  () => import('../central-client/central-client.ts'),
  () => import('../store/open-store.ts'),
  () => import('../app/open.ts'),
  () => import('../scanner/serial-scanner.ts'),
];

const outFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const appFolder = resolve(outFolder, '..');

const standardError = openStandardError();
/** The profile's; what cannot even be a setting names none. */
const folder = profileFolder(process.env['KERBSIDE_PROFILE'] || undefined, {
  platform: process.platform,
  env: process.env,
  appData: app.getPath('appData'),
  home: app.getPath('home'),
});
let diagnostics: Promise<Diagnostics> | null = null;
const loadDiagnostics = (): Promise<Diagnostics> => {
  diagnostics ??= import('../diagnostics/diagnostics.ts').then(({ openDiagnostics }) =>
    openDiagnostics(folder, standardError),
  );
  return diagnostics;
};
const giveUp = makeGiveUp({
  standardError,
  log: loadDiagnostics,
  showPage: async () => {
    const { showFailedStart } = await import('./failed-window.ts');
    await showFailedStart(join(outFolder, 'renderer', 'failed.html'));
  },
  exit: (code) => app.exit(code),
});
// Nothing that goes wrong may end in a dialog that a driver cannot answer.
process.on('uncaughtException', giveUp);

const run = async (): Promise<void> => {
  // Whatever is written, by us, by SQLite or by Chromium, is for its owner alone.
  process.umask(0o077);
  const ofTests = isTestBuild(appFolder);
  // What is not packaged is a checkout, and its tests drive it.
  const isRelease = app.isPackaged && !ofTests;
  const isWindows = process.platform === 'win32';
  const refused = isRelease ? refusedAtStart(process.argv.slice(1), process.env, isWindows) : null;
  if (refused !== null) {
    (await loadDiagnostics())('start-refused', { because: refused });
    standardError(
      `kerbside: not started, because of ${refused}: no other program may drive or look into a terminal in use. Start it without.`,
    );
    return app.exit(1);
  }
  leaveMemoryOutOfDumps();
  const profile = tryOpenProfile(folder);
  const browser = browserFolderOf(folder);
  app.setPath('userData', browser);
  app.setPath('crashDumps', join(browser, 'crashes'));
  // Whoever started it, a person or a script, is told that nothing was opened.
  if (!profile.ok) app.on('will-quit', () => app.exit(1));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  // What is drawn is words and plain shapes. A driver of graphics that fails shows nothing at all,
  // and one that works is waited for at every start.
  app.disableHardwareAcceleration();
  declareAppProtocol();
  lockDownChromium();
  // Before Electron makes a menu of its own, with a way out in every item.
  Menu.setApplicationMenu(null);
  // From here on a start that fails has a window to say so in.
  const variables = environment.parse(process.env);
  await app.whenReady();

  const electron = Number.parseInt(process.versions.electron ?? '0', 10);
  const testOnly = ofTests || electron < DECLARED_ELECTRON;
  const settings = openSettings(folder);
  const pageAsked = serveAppProtocol(join(outFolder, 'renderer'));
  lockDown();
  const window = openWindow({
    outFolder,
    title: testOnly ? 'Kerbside TEST ONLY' : 'Kerbside',
    noted: (event, facts) => void loadDiagnostics().then((note) => note(event, facts)),
    asKiosk: isKioskWanted({
      packaged: app.isPackaged,
      flag: app.commandLine.hasSwitch(OWN_SWITCHES.kiosk),
      setting: settings.it().kiosk,
    }),
  });
  app.on('second-instance', () => window.focus());
  const answering = (async () => {
    await pageAsked;
    await nextTurn();
    // While the page's process starts there is time to load everything, in turns: its files pass
    // through this thread as well.
    for (const load of LOADED_AT_A_START) {
      // What cannot be loaded is said to a person where it is used.
      await load().catch(() => undefined);
      await nextTurn();
    }
    const { runTerminal } = await import('./run-terminal.ts');
    await nextTurn();
    const diagnostics = await loadDiagnostics();
    // From here on it is shown in the window.
    process.off('uncaughtException', giveUp);
    return runTerminal({
      folder,
      appFolder,
      profile,
      settings,
      scanners: variables.KERBSIDE_SCANNER?.split(',') ?? null,
      testOnly,
      window,
      diagnostics,
    });
  })();
  registerChannels({ ipcMain, isOurs: window.isOurs, answering });
  await answering;
};

run().catch(giveUp);
