import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type SeededCustomers, seedProfile } from '../../faults/support/seeded-profile.ts';
import { type RunningApp, startApp } from './app.ts';
import { type Display, startDisplay } from './display.ts';
import { type PrivateKeyring, startPrivateKeyring } from './private-keyring.ts';
import { openPtyPair, type PtyPair } from './pty.ts';

export type HardenedApp = {
  readonly app: RunningApp;
  readonly keyring: PrivateKeyring;
  readonly display: Display;
  readonly line: PtyPair;
  readonly profile: string;
  readonly customers: SeededCustomers;
};

/** Runs the real app, on a profile with a route, for the tests of one file. */
export const hardenedApp = () => {
  const endings: (() => Promise<void>)[] = [];
  let started: HardenedApp | undefined;
  const running = (): HardenedApp => {
    if (started === undefined) throw new Error('the app has not been started');
    return started;
  };
  beforeAll(async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'kerbside-hardened-'));
    const keyring = await startPrivateKeyring();
    endings.push(keyring.stop);
    const display = await startDisplay({ width: 1400, height: 1000 });
    endings.push(() => display.stop());
    const line = await openPtyPair(path.join(profile, 'line'));
    endings.push(() => line.stop());
    const customers = await seedProfile(profile, keyring, { sealed: 4, more: 0 });
    const env = { ...keyring.env, ...display.env };
    const app = await startApp({ profile, scanner: line.terminalEnd, env });
    endings.push(() => app.close());
    await app.page.locator('main.route').waitFor();
    await app.page.locator('[data-scanner="connected"]').first().waitFor();
    started = { app, keyring, display, line, profile, customers };
  });
  afterAll(async () => {
    for (const ending of endings.reverse()) await ending();
  });

  /**
   * Runs in the page with a touch, as a script that somebody brought into it would: the name of the
   * error with which it fails, or what it gives.
   */
  const outcome = (code: string): Promise<string> =>
    running().app.electron.evaluate(
      ({ BrowserWindow }, script) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script, true),
      `(async () => (${code}))().then((value) => 'gave ' + JSON.stringify(value), (e) => e.name)`,
    );
  /** Whether the page has such an element; false while there is no page to ask. */
  const shows = (selector: string): Promise<boolean> =>
    Promise.race([
      outcome(`document.querySelector(${JSON.stringify(selector)}) !== null`).then(
        (said) => said === 'gave true',
        () => false,
      ),
      // A page that crashes while it is asked never answers.
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000)),
    ]);

  /** Where every frame of every page is, as it says itself. */
  const places = () =>
    running().app.electron.evaluate(async ({ webContents }) => {
      const frames = webContents.getAllWebContents().flatMap((c) => c.mainFrame.framesInSubtree);
      return Promise.all(
        frames.map((frame) => frame.executeJavaScript('location.href') as Promise<string>),
      );
    });

  const isLoading = () =>
    running().app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().some((contents) => contents.isLoading()),
    );

  return { running, outcome, shows, places, isLoading };
};
