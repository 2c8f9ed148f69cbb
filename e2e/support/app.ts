import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchElectron } from './launch-electron.ts';
import { waitUntil } from './wait-until.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The real app, running. */
export interface RunningApp {
  readonly page: Page;
  /** The main process, to look into and to break. */
  readonly electron: ElectronApplication;
  /** What the app wrote on standard error so far. */
  readonly errors: () => string;
  /** What it wrote into its log since it was started. */
  readonly logged: () => string;
  /** Ends it as a driver would, by closing it. */
  readonly close: () => Promise<void>;
  /** The battery dies: SIGKILL for the main process and everything it started. */
  readonly kill: () => Promise<void>;
}

export interface AppOptions {
  /** The terminal's profile folder. */
  readonly profile: string;
  /** The serial path of the scanner. */
  readonly scanner: string;
  /** The display, and the private keychain. */
  readonly env: Readonly<Record<string, string>>;
  /** The Electron to run; the app's own executable when it is packaged. */
  readonly executable?: string;
  readonly packaged?: boolean;
  /** Another bundle of the main process than the product's. */
  readonly main?: string;
}

/** The Electron that set-up found, from the environment that the commands run with. */
export const electronExecutable = (): string => {
  const executable = process.env['KERBSIDE_ELECTRON'];
  if (executable === undefined) throw new Error('KERBSIDE_ELECTRON does not name an Electron');
  return executable;
};

/** Starts the built app and waits for its window. */
export const startApp = async (options: AppOptions): Promise<RunningApp> => {
  const log = path.join(options.profile, 'logs', 'kerbside.log');
  const before = existsSync(log) ? readFileSync(log).length : 0;
  const app = await launchElectron({
    executablePath: options.executable ?? electronExecutable(),
    args: ['--no-sandbox', ...(options.packaged ? [] : [options.main ?? root])],
    env: {
      ...(process.env as Record<string, string>),
      ...options.env,
      KERBSIDE_PROFILE: options.profile,
      KERBSIDE_SCANNER: options.scanner,
    },
  });
  let said = '';
  // Playwright reads what was said before this: what must not be missed is in the profile's log.
  const child = app.process();
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const page = await app.firstWindow();
  return {
    page,
    electron: app,
    errors: () => said,
    logged: () => (existsSync(log) ? readFileSync(log).subarray(before).toString() : ''),
    close: async () => {
      await app.close();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      await app.close().catch(() => undefined);
    },
  };
};

/** Waits until what is scanned is read: a terminal shows its route before it opens its scanner. */
export const scannerIsOpen = ({ logged }: RunningApp): Promise<void> =>
  waitUntil('the scanner is open', () => logged().includes('"event":"scanner-open"'), 30_000);
