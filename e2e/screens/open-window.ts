import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import type { Bridge } from '../../shared/terminal/channels/bridge.ts';
import { CHANNEL_NAMES } from '../../shared/terminal/channels/names.ts';
import type { ScreenView, View } from '../../shared/terminal/view/view.ts';
import { type Display, startDisplay } from '../support/display.ts';
import { launchElectron } from '../support/launch-electron.ts';
import { waitUntil } from '../support/wait-until.ts';
import { viewOf } from './sample-views.ts';

export type Asked = { readonly channel: string; readonly input: Record<string, unknown> };
export type Size = { readonly width: number; readonly height: number };

/** The built window in the real Electron, with a stand-in for the main process. */
export type OpenWindow = {
  readonly page: Page;
  /** Errors of the page: exceptions, and what its security policy has refused. */
  readonly errors: readonly string[];
  readonly resize: (size: Size) => Promise<void>;
  readonly show: (screen: ScreenView) => Promise<void>;
  readonly showView: (view: View) => Promise<void>;
  /** What has been asked since the last call, but for refreshes of the view and changes of a draft. */
  readonly takeAsked: () => Promise<readonly Asked[]>;
  /** The last change of a draft that was asked for; null: none was. */
  readonly lastDraft: () => Asked | null;
  /** What is asked from now on is answered with this; changes of a draft only if `of` names them. */
  readonly answerWith: (answer: {
    ok: boolean;
    error?: string;
    of?: 'draft/change';
  }) => Promise<void>;
  /** Whether new buttons stay deaf for as long as a driver finds them; in tests they do not. */
  readonly stayDeaf: (deaf: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

const root = path.resolve(import.meta.dirname, '..', '..');

/** @param language a BCP 47 tag, as the terminal would be set up with */
export const openWindow = async (language: string): Promise<OpenWindow> => {
  const executablePath = process.env['KERBSIDE_ELECTRON'];
  if (executablePath === undefined) throw new Error('KERBSIDE_ELECTRON names no Electron');
  const display: Display = await startDisplay({ width: 1400, height: 900 });
  let app: ElectronApplication | undefined;
  try {
    app = await launchElectron({
      executablePath,
      args: [
        '--no-sandbox',
        `--lang=${language}`,
        path.join(import.meta.dirname, 'stand-in-main.mjs'),
      ],
      env: {
        ...process.env,
        ...display.env,
        LANGUAGE: language,
        KERBSIDE_RENDERER: path.join(root, 'out', 'renderer'),
        KERBSIDE_CHANNELS: CHANNEL_NAMES.join(','),
      } as Record<string, string>,
    });
    const window = windowOf(app, await app.firstWindow(), display);
    // It asks for the view once it can show one.
    await waitUntil(
      'the window asks for its view',
      async () => (await window.takeAll()).length > 0,
    );
    await window.page.evaluate(cutWaits);
    return window;
  } catch (error) {
    await app?.close();
    await display.stop();
    throw error;
  }
};

const NOT_TOLD: ReadonlySet<string> = new Set(['view/refresh', 'draft/change']);

/** Runs in the page: what it waits for is over at once, unless it is told to `stayDeaf`. */
const cutWaits = () => {
  const wait = globalThis.setTimeout.bind(globalThis);
  const page = globalThis as unknown as { stayDeaf?: boolean; setTimeout: unknown };
  page.setTimeout = (then: () => void, ms = 0) => wait(then, page.stayDeaf === true ? ms : 0);
};

const windowOf = (
  app: ElectronApplication,
  page: Page,
  display: Display,
): OpenWindow & { takeAll: () => Promise<Asked[]> } => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const showView = async (view: View) => {
    // Until the page has it: how long that takes depends on what else the machine does.
    await app.evaluate(
      ({ BrowserWindow, ipcMain }, shown) =>
        new Promise<void>((done) => {
          ipcMain.once('shown', () => done());
          BrowserWindow.getAllWindows()[0]?.webContents.send('view', shown);
        }),
      view,
    );
    // Two frames: one in which React shows it, one in which it is laid out. Between them a turn, in
    // which what React has put off is done.
    await page.evaluate(
      () =>
        new Promise((done) =>
          requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done))),
        ),
    );
  };
  let lastDraft: Asked | null = null;
  const takeAll = () =>
    app.evaluate(() => (globalThis as unknown as { asked: Asked[] }).asked.splice(0));
  return {
    takeAll,
    page,
    errors,
    showView,
    show: (screen) => showView(viewOf(screen)),
    resize: async ({ width, height }) => {
      await app.evaluate(
        ({ BrowserWindow }, size) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
        },
        { width, height },
      );
      await page.waitForFunction(
        (size) => innerWidth === size.width && innerHeight === size.height,
        { width, height },
      );
    },
    takeAsked: async () => {
      // Questions arrive in their order: once this one is answered, every earlier one is there.
      await page.evaluate(async () => {
        await (globalThis as unknown as { kerbside: Bridge }).kerbside.ask['view/refresh']({});
      });
      const asked = await takeAll();
      lastDraft = asked.findLast(({ channel }) => channel === 'draft/change') ?? lastDraft;
      return asked.filter(({ channel }) => !NOT_TOLD.has(channel));
    },
    lastDraft: () => lastDraft,
    answerWith: (answer) =>
      app.evaluate((_electron, next) => {
        (globalThis as unknown as { answer: unknown }).answer = next;
      }, answer),
    stayDeaf: (deaf) =>
      page.evaluate((stayDeaf) => void Object.assign(globalThis, { stayDeaf }), deaf),
    close: async () => {
      await app.close();
      await display.stop();
    },
  };
};
