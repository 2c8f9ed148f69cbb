import { z } from 'zod';
import { makeStation } from '../../electron/app/station.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { compose, type RunningTerminal } from '../../electron/main/compose.ts';
import { composeDesk } from '../../electron/main/compose-desk.ts';
import { readSecretsOf } from '../../electron/main/compose-secrets.ts';
import { newProfileId, openProfile } from '../../electron/main/profile.ts';
import { openSettings } from '../../electron/settings/settings-file.ts';
import type { HeadlessAsked, HeadlessSaid } from './headless-messages.ts';

// The terminal as Electron's main process runs it, without Electron: the same composition and the
// same adapters. Who started it sees each view, and touches what a driver touches.
const folder = z.string().parse(process.argv[2]);
const say = (said: HeadlessSaid): void => void process.send?.(said);

let terminal: RunningTerminal | null = null;
let planned = false;
const refresh = (): void => {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    if (terminal !== null) say({ view: station.dress(terminal.view()) });
  });
};
const settings = openSettings(folder);
const station = makeStation(
  composeDesk({
    folder,
    version: '0.0.0',
    settings,
    scanners: () => [],
    moveScanners: () => undefined,
    problem: () => null,
    chooseFolder: async () => null,
    kiosk: { isOn: () => false, leave: () => undefined },
    restart: null,
    changed: refresh,
    erase: async () => undefined,
  }),
);
const profile = openProfile(folder, newProfileId);
const keychain = openOsKeychain();
const opened = await compose({
  profile,
  keychain,
  secrets: readSecretsOf(keychain, profile),
  scanners: [],
  appFolder: folder,
  version: '1.4.0',
  testOnly: true,
  diagnostics: () => undefined,
  releases: null,
  changed: refresh,
  scanned: station.scanned,
  isOnline: () => false,
  proxiesFor: async () => 'DIRECT',
});
if (!opened.ok) throw new Error(opened.error);
terminal = opened.value;
station.seat(terminal);
terminal.start();
await terminal.check();
refresh();
process.on('message', (asked: HeadlessAsked) => {
  if ('touch' in asked) void station.hear(() => station.touch(asked.touch));
  else void terminal?.shutDown().then(() => process.exit(0));
});
