import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type RunningApp, startApp } from '../../e2e/support/app.ts';
import type { Display } from '../../e2e/support/display.ts';
import type { PrivateKeyring } from '../../e2e/support/private-keyring.ts';
import type { PtyPair } from '../../e2e/support/pty.ts';
import { CHANNELS } from '../../shared/terminal/channels/contract.ts';
import type { Channel } from '../../shared/terminal/channels/names.ts';
import type { Answers, Hostile } from './hostile-preload.ts';

export type Stage = {
  readonly profile: string;
  readonly keyring: PrivateKeyring;
  readonly display: Display;
  readonly line: PtyPair;
  /** The bundle of the hostile preload script. */
  readonly preload: string;
  /** The label of the first stop's parcel. */
  readonly label: string;
};

type Fault = { readonly kind: 'undetected' | 'crash'; readonly said: string };
export type Played = {
  readonly sent: number;
  readonly faults: readonly Fault[];
  /** What the page was given to talk to the main process with. */
  readonly reach: readonly string[];
  readonly notes: readonly string[];
};

const channels = Object.keys(CHANNELS) as Channel[];
const NOBODYS = [
  'ELECTRON_BROWSER_REQUIRE',
  'view/changed',
  'store/read',
  '__proto__',
  'constructor',
];

/** Loads the hostile script beside the product's own, into every page from now on. */
const bringIn = (app: RunningApp, preload: string): Promise<void> =>
  app.electron.evaluate(async ({ session, BrowserWindow }, file) => {
    const of = session.defaultSession;
    if ('registerPreloadScript' in of) of.registerPreloadScript({ type: 'frame', filePath: file });
    else (of as { setPreloads: (files: string[]) => void }).setPreloads([file]);
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise<void>((resolve) =>
      contents?.once('did-finish-load', () => resolve()),
    );
    contents?.reload();
    await loaded;
  }, preload);

/** Longer than any answer takes. A terminal that was brought so far that it gives none is found. */
const PATIENCE_MS = 30_000;

const inTime = async <T>(what: string, asked: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Runs a piece of script in the page of one window, by its number. */
const inWindow = <T>(app: RunningApp, window: number, script: string): Promise<T> =>
  inTime(
    script.slice(0, 80),
    app.electron.evaluate(
      ({ BrowserWindow }, { id, code }) =>
        BrowserWindow.fromId(id)?.webContents.executeJavaScript(code),
      { id: window, code: script },
    ),
  );
const hostile = <T>(app: RunningApp, window: number, act: keyof Hostile, ...of: unknown[]) =>
  inWindow<T>(app, window, `hostile.${act}(...${JSON.stringify(of)})`);

/** The store's files, and the view as the window is shown it: what must not change. */
const stateOf = async (app: RunningApp, window: number, profile: string): Promise<string> => {
  const view = await inWindow<string>(
    app,
    window,
    `new Promise((done) => {
      const end = kerbside.onView(({ revision, ...view }) => { end(); done(JSON.stringify(view)) });
      kerbside.ask['view/refresh']({});
    })`,
  );
  const hash = createHash('sha256');
  for (const file of globSync('store.db*', { cwd: profile }).sort()) {
    hash.update(readFileSync(path.join(profile, file)));
  }
  return `${view} ${hash.digest('hex')}`;
};

/** Opens a window beside ours, on our own page, in which the hostile script runs as well. */
const openOther = (app: RunningApp): Promise<number> =>
  app.electron.evaluate(async ({ BrowserWindow }) => {
    const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    await other.loadURL('app://kerbside/index.html');
    return other.id;
  });

/**
 * Gives every channel a request as from other frames than the window's own: one inside of it, the
 * same once it is gone, and none. What a message from there would be is made of the real frame.
 */
const askAsFrames = (app: RunningApp, window: number, names: readonly string[]) =>
  app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }, { id, all }) => {
      type Handler = (event: object, input: unknown) => unknown;
      const handlers = (ipcMain as unknown as { _invokeHandlers?: Map<string, Handler> })
        ._invokeHandlers;
      const sender = BrowserWindow.fromId(id)?.webContents;
      if (handlers === undefined || sender === undefined) return null;
      const script = (code: string) => sender.executeJavaScript(code);
      await script('void document.body.appendChild(document.createElement("iframe"))');
      const frame = sender.mainFrame.frames[0];
      const answers: string[] = [];
      const ask = async (who: string, senderFrame: unknown) => {
        for (const name of all) {
          const answer = await handlers.get(name)?.({ sender, senderFrame }, {});
          const { error } = answer as { error?: string };
          if (error !== 'refused') answers.push(`${who} ${name}: ${JSON.stringify(answer)}`);
        }
      };
      await ask('a frame', frame);
      await script('document.querySelector("iframe").remove()');
      await ask('a frame that is gone', frame);
      await ask('no frame', null);
      return { answers, tried: frame === undefined ? 0 : all.length * 3 };
    },
    { id: window, all: [...names] },
  );

/** Starts the app at a door and attacks it from its own window and from others. */
export const attack = async (
  { profile, keyring, display, line, preload, label }: Stage,
  runs: number,
  seed: number,
  main?: string,
): Promise<Played> => {
  const app = await startApp({
    profile,
    scanner: line.terminalEnd,
    env: { ...keyring.env, ...display.env },
    ...(main === undefined ? {} : { main }),
  });
  const faults: Fault[] = [];
  const notes: string[] = [];
  let sent = 0;
  const undetected = (said: string): void => void faults.push({ kind: 'undetected', said });
  const take = (who: string, { counts, wrong }: Answers): void => {
    sent += Object.values(counts).reduce((sum, count) => sum + count, 0);
    for (const each of wrong) undetected(`${who}: ${each}`);
  };
  try {
    await app.page.locator('[data-scanner="connected"]').first().waitFor();
    const window = await app.electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.id ?? 0,
    );
    await line.write(`${label}\r`);
    await app.page.locator('main.door').waitFor();
    await bringIn(app, preload);
    // Nobody is there to close a dialog of the system, which would keep the app from ending.
    await app.electron.evaluate(({ dialog }) => {
      dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] });
    });
    const before = await stateOf(app, window, profile);
    const unchanged = async (after: string): Promise<void> => {
      const now = await stateOf(app, window, profile);
      if (now !== before) undetected(`after ${after} the state was another: ${now.slice(0, 400)}`);
    };
    for (const [i, channel] of channels.entries()) {
      take('malformed', await hostile(app, window, 'malformed', channel, runs, seed + i));
    }
    await unchanged('malformed payloads');
    const answered = await hostile<string[]>(app, window, 'elsewhere', [...channels, ...NOBODYS]);
    for (const each of answered) undetected(`nobody should answer: ${each}`);
    await unchanged('messages that nobody listens to');

    const other = await openOther(app);
    take('another window', await hostile(app, other, 'wellFormed', 'refused'));
    const frames = await askAsFrames(app, window, channels);
    sent += frames?.tried ?? 0;
    if (frames === null) notes.push('frames inside of the window: not tried on this Electron');
    for (const each of frames?.answers ?? []) undetected(each);
    await unchanged('requests from other windows and frames');

    const reach = await inWindow<string[]>(app, window, 'Object.keys(kerbside.ask).sort()');
    for (const elsewhere of ['about:blank', 'app://kerbside/stopped.html']) {
      await app.electron.evaluate(
        ({ BrowserWindow }, { id, url }) => BrowserWindow.fromId(id)?.loadURL(url),
        { id: window, url: elsewhere },
      );
      take(elsewhere, await hostile(app, window, 'wellFormed', 'refused'));
    }
    await app.electron.evaluate(
      ({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.loadURL('app://kerbside/index.html'),
      window,
    );
    await unchanged('requests from other pages');
    const log = app.errors();
    const told = ['-000000000099', '(a+)+', 'xxxx'].filter((each) => log.includes(each));
    if (told.length > 0) undetected(`the log repeats what was sent: ${told.join(', ')}`);
    if (/"blocked"|"terminal-failed"/.test(log)) undetected('the terminal blocked itself');
    return { sent, faults, reach, notes };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { sent, faults: [...faults, { kind: 'crash', said }], reach: [], notes };
  } finally {
    await inTime('closing', app.close()).catch(app.kill);
  }
};
