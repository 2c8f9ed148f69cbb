import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { electronExecutable } from './app.ts';
import { launchElectron } from './launch-electron.ts';
import { waitUntil } from './wait-until.ts';

/** A customer's telephone: a browser of its own, with the link from a message open in it. */
export interface Telephone {
  readonly page: Page;
  /** Chromium's own interface, for what Playwright does not know of in an Electron. */
  readonly debug: CDPSession;
  /** Exceptions, and whatever the page's security policy has refused. */
  readonly errors: readonly string[];
  /** Until the browser has kept the page for when there is no network. */
  readonly kept: () => Promise<void>;
  /** Takes its network away, or gives it back: that of the page and of its worker. */
  readonly setOffline: (offline: boolean) => Promise<void>;
  readonly resize: (size: { readonly width: number; readonly height: number }) => Promise<void>;
  /** The bytes that a camera reads from a picture of what the screen shows. */
  readonly readScreen: () => Promise<Uint8Array>;
  /** What comes out of a printer, on A4: the file, as PDF. */
  readonly print: () => Promise<Buffer>;
  /** A file that was downloaded, by the name that the page gave it. */
  readonly downloaded: (name: string) => Promise<Buffer>;
  /** What was copied. */
  readonly clipboard: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Longer than a busy machine needs; a fault is seen all the same. */
const PATIENCE_MS = 60_000;

/** A decoder that shares nothing with what draws the symbol (zxing-cpp). */
const prepareDecoder = async (): Promise<void> => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};

/**
 * Opens a link in the Chromium of the Electron that the tests run on: on a bare machine there is no
 * other browser.
 *
 * @param display where it is shown, as an environment
 * @param language the telephone's, as a BCP 47 tag
 */
export const openTelephone = async (
  link: string,
  display: Readonly<Record<string, string>>,
  language = 'en',
): Promise<Telephone> => {
  await prepareDecoder();
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-telephone-'));
  const app = await launchElectron({
    executablePath: electronExecutable(),
    args: [
      '--no-sandbox',
      // A telephone has none that takes room away.
      '--hide-scrollbars',
      `--user-data-dir=${folder}`,
      `--lang=${language}`,
      path.join(import.meta.dirname, 'telephone-main.mjs'),
      link,
    ],
    env: { ...process.env, ...display, LANGUAGE: language } as Record<string, string>,
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(PATIENCE_MS);
  const debug = await app.context().newCDPSession(page);
  // Nobody is asked where to keep it.
  await app.evaluate(({ session }, to) => {
    session.defaultSession.on('will-download', (_event, item) =>
      item.setSavePath(`${to}/${item.getFilename()}`),
    );
  }, folder);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page,
    debug,
    errors,
    kept: () => page.evaluate(async () => void (await navigator.serviceWorker.ready)),
    setOffline: (offline) =>
      app.evaluate(({ session }, isOffline) => {
        if (isOffline) session.defaultSession.enableNetworkEmulation({ offline: true });
        else session.defaultSession.disableNetworkEmulation();
      }, offline),
    resize: async (size) => {
      const mobile = size.width < 600;
      await debug.send('Emulation.setDeviceMetricsOverride', {
        ...size,
        deviceScaleFactor: mobile ? 2 : 1,
        mobile,
      });
      await page.waitForFunction(
        ({ width, height }) => innerWidth === width && innerHeight === height,
        size,
      );
    },
    readScreen: async () => {
      const picture = await page.screenshot();
      const [symbol] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
      if (symbol === undefined) throw new Error('there is no QR code on the screen');
      return symbol.bytes;
    },
    downloaded: async (name) => {
      const file = path.join(folder, name);
      await waitUntil(`${name} is there`, () => existsSync(file) && readFileSync(file).length > 0);
      return readFileSync(file);
    },
    print: async () => {
      const encoded = await app.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        const pdf = await window?.webContents.printToPDF({ pageSize: 'A4', printBackground: true });
        return pdf?.toString('base64') ?? '';
      });
      return Buffer.from(encoded, 'base64');
    },
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
