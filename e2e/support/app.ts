import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The real app, running. */
export interface RunningApp {
  readonly page: Page;
  /** The main process, to look into and to break. */
  readonly electron: ElectronApplication;
  /** What the app wrote on standard error so far. */
  readonly errors: () => string;
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
  const app: ElectronApplication = await _electron.launch({
    executablePath: options.executable ?? electronExecutable(),
    args: ['--no-sandbox', ...(options.packaged ? [] : [options.main ?? root])],
    env: {
      ...(process.env as Record<string, string>),
      ...options.env,
      KERBSIDE_PROFILE: options.profile,
      KERBSIDE_SCANNER: options.scanner,
    },
  });
  let errors = '';
  const child = app.process();
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const page = await app.firstWindow();
  return {
    page,
    electron: app,
    errors: () => errors,
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
