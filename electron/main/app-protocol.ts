import { protocol } from 'electron';
import { fileFor, HOST, typeOf } from './page-files.ts';

const SCHEME = 'app';
/** A scheme and a host of our own, so that no page is ever a file or a web site. */
export const ORIGIN = `${SCHEME}://${HOST}`;
/** Where the window's page is. */
export const PAGE = `${ORIGIN}/index.html`;
/** What stands in its place when it fails again and again: words alone, and no script. */
export const STOPPED_PAGE = `${ORIGIN}/stopped.html`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "webrtc 'block'",
].join('; ');

/** Must run before the app is ready. */
export const declareAppProtocol = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      // The compiled script is kept in the browser's own folder: the next start is quicker by that.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
/** Chromium's number for a file that is not there. */
const NOT_FOUND = -6;

/**
 * Serves the files of one folder under `app://`, and nothing else. Chromium reads them itself: by
 * `protocol.handle` every byte would go through the main process, which opens the terminal.
 *
 * @returns resolves when the page has been asked for: its process is being started
 */
export const serveAppProtocol = (folder: string): Promise<void> =>
  new Promise((asked) => {
    protocol.registerFileProtocol(SCHEME, ({ url }, respond) => {
      const path = fileFor(folder, url);
      if (path === null) return respond({ error: NOT_FOUND });
      respond({ path, headers: { ...HEADERS, 'content-type': typeOf(path) } });
      if (path.endsWith('.html')) asked();
    });
  });
