import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningApp, scannerIsOpen, startApp } from '../support/app.ts';
import { type RunningCentral, startCentral } from '../support/central.ts';
import { startDisplay } from '../support/display.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { type PrivateKeyring, startPrivateKeyring } from '../support/private-keyring.ts';
import { openPtyPair, type PtyPair } from '../support/pty.ts';
import { withClockTurnedBack } from '../support/turned-clock.ts';

/** Every real part that the story needs: central, keychain, scanner line, display, app. */
export interface World {
  readonly folder: string;
  readonly profile: string;
  readonly line: PtyPair;
  /** The environment in which a window is shown. */
  readonly display: Readonly<Record<string, string>>;
  /** The environment in which the terminal's keychain is found. */
  readonly keychain: Readonly<Record<string, string>>;
  /** Takes messages to telephones; null: they are in central's outbox. */
  readonly gateway: Gateway | null;
  central: RunningCentral;
  app: RunningApp;
  /** What the app's earlier lives wrote on standard error. */
  readonly logs: string[];
  /** Starts the app again after it was ended; if asked, as after a restart with the clock turned back. */
  readonly restartApp: (options?: { readonly clockTurnedBack?: boolean }) => Promise<void>;
  /** Central again, on the same data and with the same gateway, after it was stopped. */
  readonly startCentral: (port?: number) => Promise<RunningCentral>;
  /** Whatever else is started in it ends with it. */
  readonly onEnd: (ending: () => Promise<void>) => void;
  readonly end: () => Promise<void>;
}

/** One whose keychain can be taken away and given back. */
export type StartedWorld = World & { readonly keyring: PrivateKeyring };

export interface WorldOptions {
  readonly folder?: string;
  /** Called before each part is started, with its name. */
  readonly say?: (part: string) => void;
  readonly executable?: string;
  readonly packaged?: boolean;
  /** Whether messages go through a real gateway, where one is installed. */
  readonly gateway?: boolean;
}

/** Starts the world; everything in it is private to it and ends with it. */
export const startWorld = async (options: WorldOptions = {}): Promise<StartedWorld> => {
  const { say = () => undefined } = options;
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'kerbside-world-'));
  mkdirSync(folder, { recursive: true });
  const profile = path.join(folder, 'terminal');
  let world: World | null = null;
  const endings: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const ending of endings.splice(0).reverse()) await ending().catch(() => undefined);
  };
  try {
    say('the keychain');
    const keyring = await startPrivateKeyring();
    endings.push(() => keyring.stop());
    say('a display');
    const display = await startDisplay({ width: 1400, height: 1000 });
    endings.push(() => display.stop());
    say("the scanner's line");
    const line = await openPtyPair(path.join(folder, 'line'));
    endings.push(() => line.stop());
    say('central, with PostgreSQL');
    const gateway = options.gateway === true ? await startGateway(folder, say) : null;
    if (gateway !== null) endings.push(() => gateway.stop());
    const startAgain = (port = 0) => startCentral(path.join(folder, 'central'), port, gateway?.sms);
    const central = await startAgain();
    endings.push(() => (world?.central ?? central).stop());
    const start = async (clockTurnedBack = false) => {
      const app = await startApp({
        ...options,
        ...(clockTurnedBack ? { executable: withClockTurnedBack(folder) } : {}),
        profile,
        scanner: line.terminalEnd,
        env: { ...keyring.env, ...display.env },
      });
      await scannerIsOpen(app);
      return app;
    };
    say('the app');
    const app = await start();
    endings.push(() => (world?.app ?? app).close());
    const started: StartedWorld = {
      folder,
      profile,
      line,
      display: display.env,
      keychain: keyring.env,
      keyring,
      gateway,
      central,
      startCentral: startAgain,
      app,
      logs: [],
      restartApp: async ({ clockTurnedBack } = {}) => {
        started.logs.push(started.app.errors());
        started.app = await start(clockTurnedBack);
      },
      onEnd: (ending) => void endings.push(ending),
      end,
    };
    world = started;
    return started;
  } catch (error) {
    await end();
    throw error;
  }
};
